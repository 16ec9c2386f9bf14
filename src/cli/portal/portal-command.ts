import { Option, type Command } from 'commander';
import {
  DIALOGS,
  LANGUAGES,
  MENUS,
  OPENINGS,
  SENDINGS,
  SKINS,
} from '../../../fixtures/portal/options.ts';
import { addCommand, type CommandSetup } from '../add-command.ts';
import { collect, portNumber, positiveNumber } from '../options/option-values.ts';
import type { Texts } from '../../messages/texts.ts';

export function addPortalCommand({ program, texts, dispatch }: CommandSetup): void {
  const { portal, options } = texts.help;
  const command = addCommand(program, texts, {
    name: 'portal',
    description: portal,
    example: 'portal --port 8080',
  })
    .option('--port <port>', options.port, portNumber(texts))
    .addOption(
      new Option('--second-factor <factor>', options.secondFactor).choices([
        'totp',
        'email',
        'none',
      ]),
    );
  addVariantOptions(command, texts)
    .option('--sign-in-screen <name>', options.signInScreen, collect)
    .option('--fault <at:how:details>', options.fault, collect)
    .option('--list-faults', options.listFaults)
    .option('--api [noise]', options.api)
    // Only for examining what a run of `npm run renderings` failed on.
    .addOption(new Option('--drawn-from <seed>').argParser(positiveNumber(texts)).hideHelp())
    .action(dispatch(async () => (await import('./portal.ts')).portal));
}

/** Adds flags for unverified behaviour of the real portal, which may differ from the stand-in's. */
function addVariantOptions(command: Command, { help: { options } }: Texts): Command {
  return command
    .addOption(oneOf('--language <language>', options.language, LANGUAGES))
    .addOption(oneOf('--skin <name>', options.skin, SKINS))
    .addOption(oneOf('--opens <how>', options.opens, OPENINGS))
    .addOption(oneOf('--menu <kind>', options.menu, MENUS))
    .addOption(oneOf('--sends <how>', options.sends, SENDINGS))
    .addOption(oneOf('--dialogs <kind...>', options.dialogs, DIALOGS));
}

/** Creates an option whose help lists its choices. */
function oneOf(flags: string, text: string, choices: readonly string[]): Option {
  return new Option(flags, `${text} (${choices.join(', ')})`).choices(choices);
}
