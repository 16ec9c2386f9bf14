import { Option, type Command } from 'commander';

/** Flags of the declared contact; in the help, the first stands for all. */
export const CONTACT_FLAGS = [
  '--contact-name <name>',
  '--contact-phone <number>',
  '--contact-email <email>',
  '--contact-fax <number>',
] as const;

/** Adds the contact flags that the help does not show. */
export function addOtherContactOptions(command: Command): Command {
  for (const flags of CONTACT_FLAGS.slice(1)) command.addOption(new Option(flags).hideHelp());
  return command;
}
