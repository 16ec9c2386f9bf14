import { addCommand, type CommandSetup } from '../add-command.ts';
import { addDebugOptions, hiddenTeachOption } from '../options/debug-options.ts';

/** Adds `raccord sign-in` and `raccord sign-out`. */
export function addSignInCommands({ program, texts, dispatch }: CommandSetup): void {
  const command = addCommand(program, texts, {
    name: 'sign-in',
    description: texts.help.signIn,
    example: 'sign-in --headed',
  });
  addDebugOptions(command, texts)
    .addOption(hiddenTeachOption(texts))
    .action(dispatch(async () => (await import('./sign-in.ts')).signIn));
  addCommand(program, texts, {
    name: 'sign-out',
    description: texts.help.signOut,
    example: 'sign-out',
    hidden: true,
  }).action(dispatch(async () => (await import('./sign-in.ts')).signOut));
}
