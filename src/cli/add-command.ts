import type { Command } from 'commander';
import type { Texts } from '../messages/en/texts.en.ts';
import type { Command as Work, CommandContext } from './context.ts';

/**
 * Returns the action of a command, which loads its work only when it is run: `--help` loads none.
 * The action is handed Commander's command where it may be run in several profiles.
 */
export type Dispatch = <Flags>(
  load: () => Promise<Work<Flags>>,
) => (flags: Flags, command?: Command) => Promise<void>;

/** What a command's folder is given to add its command. */
export interface CommandSetup {
  readonly program: Command;
  readonly context: CommandContext;
  readonly texts: Texts;
  readonly dispatch: Dispatch;
}

/** What the help says of a command besides its options. */
interface CommandHelp {
  readonly name: string;
  readonly description: string;
  /** A line to type, without `raccord`. */
  readonly example: string;
  /** Stands above the example. */
  readonly notes?: string;
  /** True where the list of all commands leaves it out. */
  readonly hidden?: boolean;
}

/** Adds a command below the program, or below another command. */
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
