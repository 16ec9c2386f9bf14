import { Help, type HelpConfiguration } from 'commander';
import type { Texts } from '../messages/en/texts.en.ts';
import { CONTACT_FLAGS } from './options/contact-options.ts';

export const HELP_COLUMNS = 80;

/** Flags of one kind share a line. */
const SHARED_LINES: Readonly<Partial<Record<string, string>>> = {
  [CONTACT_FLAGS[0]]: '--contact-… <text>',
  '--headed': '--headed, --keep-open',
  '--trace': '--trace, --verbose',
  '--verify': '--verify, --json',
};

/** Lays out help in the reader's language so that it fits one screen of 24 lines and 80 columns. */
export function helpLayout({ help }: Texts): HelpConfiguration {
  return {
    helpWidth: HELP_COLUMNS,
    styleTitle: (title) => help.titles[title] ?? title,
    styleUsage: (usage) => usage.replace('[command]', help.subcommand),
    // Above all commands the lines are for these; how to call each is in its own help. Who reads help
    // has found the option that shows it.
    visibleOptions: (command) =>
      command.parent === null
        ? command.options.filter(({ long }) => long === '--profile')
        : new Help().visibleOptions(command).filter(({ long }) => long !== '--help'),
    subcommandTerm: (command) => command.name(),
    optionTerm: ({ flags }) => SHARED_LINES[flags] ?? flags,
    // Lists of choices are long; a wrong choice is answered with the right ones.
    optionDescription: ({ description }) => description,
    argumentDescription: ({ description }) => description,
  };
}
