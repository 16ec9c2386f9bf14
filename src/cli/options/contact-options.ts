import { Option, type Command } from 'commander';

/** The flags of the contact that is declared; in the help the first stands for all. */
export const CONTACT_FLAGS = [
  '--contact-name <name>',
  '--contact-phone <number>',
  '--contact-email <email>',
  '--contact-fax <number>',
] as const;

/** Adds those of them that the help does not show. */
export function addOtherContactOptions(command: Command): Command {
  for (const flags of CONTACT_FLAGS.slice(1)) command.addOption(new Option(flags).hideHelp());
  return command;
}
