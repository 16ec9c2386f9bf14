import { Option, type Command } from 'commander';

import {
  DIALOGS,
  LANGUAGES,
  MENUS,
  OPENINGS,
  SENDINGS,
  SKINS,
} from '../../../fixtures/portal/options.ts';
import type { Texts } from '../../messages/texts-en.ts';

/** Flags for what is unverified of the real portal, and may be otherwise than the stand-in has it. */
export function addVariantOptions(command: Command, { help: { options } }: Texts): Command {
  return command
    .addOption(oneOf('--language <language>', options.language, LANGUAGES))
    .addOption(oneOf('--skin <name>', options.skin, SKINS))
    .addOption(oneOf('--opens <how>', options.opens, OPENINGS))
    .addOption(oneOf('--menu <kind>', options.menu, MENUS))
    .addOption(oneOf('--sends <how>', options.sends, SENDINGS))
    .addOption(oneOf('--dialogs <kind...>', options.dialogs, DIALOGS));
}

/** An option whose help names what it takes. */
function oneOf(flags: string, text: string, choices: readonly string[]): Option {
  return new Option(flags, `${text} (${choices.join(', ')})`).choices(choices);
}
