import { Argument } from 'commander';
import { addCommand, type CommandSetup } from '../add-command.ts';
import { SHELLS, type Shell } from './shells.ts';

/** Adds `raccord completion`, hidden: the list is reserved for everyday commands. */
export function addCompletionCommand({ program, context, texts }: CommandSetup): void {
  const { completion } = texts.help;
  addCommand(program, texts, {
    name: 'completion',
    description: completion.about,
    example: 'completion bash',
    notes: completion.install,
    hidden: true,
  })
    .addArgument(new Argument('<shell>', completion.shell).choices(SHELLS))
    .action(async (shell: Shell) => {
      const { completionScript } = await import('./completion.ts');
      context.terminal.out(completionScript(program, shell));
    });
}
