import type { Command } from 'commander';
import type { Command as Work, CommandContext } from './context.ts';
import type { Texts } from '../messages/texts.ts';

/**
 * Returns the action of a command, which imports its work only when it runs: `--help` loads
 * nothing. Receives Commander's command if the command can run in several profiles.
 */
export type Dispatch = <Flags>(
  load: () => Promise<Work<Flags>>,
) => (flags: Flags, command?: Command) => Promise<void>;

/** Setup that each command's folder receives to add its command. */
export interface CommandSetup {
  readonly program: Command;
  readonly context: CommandContext;
  readonly texts: Texts;
  readonly dispatch: Dispatch;
}

/** Help of a command, besides its options. */
interface CommandHelp {
  readonly name: string;
  readonly description: string;
  /** An example command line, without `raccord`. */
  readonly example: string;
  /** Text above the example. */
  readonly notes?: string;
  /** True if the list of all commands omits it. */
  readonly hidden?: boolean;
}

/** Adds a command to the program or to another command. */
export function addCommand(
  parent: Command,
  { help }: Texts,
  { name, description, example, notes = '', hidden = false }: CommandHelp,
): Command {
  return parent
    .command(name, { hidden })
    .description(description)
    .helpCommand(false)
    .addHelpText('after', `${notes}\n${help.example} raccord ${example}`);
}
