import { Help, type HelpConfiguration } from 'commander';
import { CONTACT_FLAGS } from './options/contact-options.ts';
import type { Texts } from '../messages/texts.ts';

export const HELP_COLUMNS = 80;

/** Lines shared by flags of one kind. */
const SHARED_LINES: Readonly<Partial<Record<string, string>>> = {
  [CONTACT_FLAGS[0]]: '--contact-… <text>',
  '--headed': '--headed, --keep-open',
  '--trace': '--trace, --verbose',
  '--verify': '--verify, --json',
};

/** Lays out help in the reader's language to fit one screen of 24 lines and 80 columns. */
export function helpLayout({ help }: Texts): HelpConfiguration {
  return {
    helpWidth: HELP_COLUMNS,
    styleTitle: (title) => help.titles[title] ?? title,
    styleUsage: (usage) => usage.replace('[command]', help.subcommand),
    // The main help leaves its lines to the commands, whose options are in their own help. `--help`
    // is omitted: the reader has already found it.
    visibleOptions: (command) =>
      command.parent === null
        ? command.options.filter(({ long }) => long === '--profile')
        : new Help().visibleOptions(command).filter(({ long }) => long !== '--help'),
    subcommandTerm: (command) => command.name(),
    optionTerm: ({ flags }) => SHARED_LINES[flags] ?? flags,
    // Lists of choices are long; a wrong choice is answered with the valid ones.
    optionDescription: ({ description }) => description,
    argumentDescription: ({ description }) => description,
  };
}
