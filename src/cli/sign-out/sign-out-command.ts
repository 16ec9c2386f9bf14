import { addCommand, type CommandSetup } from '../add-command.ts';

/** Adds `raccord sign-out`. */
export function addSignOutCommand({ program, texts, dispatch }: CommandSetup): void {
  addCommand(program, texts, {
    name: 'sign-out',
    description: texts.help.signOut,
    example: 'sign-out',
    hidden: true,
  }).action(dispatch(async () => (await import('./sign-out.ts')).signOut));
}
