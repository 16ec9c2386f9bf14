import type { Siret } from '../../domain/siret.ts';
import { patternOf } from '../../seeing/wording-match.ts';
import type { Wording } from '../../seeing/wording.ts';

/** The option to choose in a list: the one that contains a SIRET, or one given by its words. */
export type OptionMatch =
  | { readonly siret: Siret }
  | {
      readonly worded: Wording;
      /** True for an option worded by the portal, not by the user: it may be taught. */
      readonly isPortals?: true;
    };

/** Returns the option's name in messages. */
export function describeOption(match: OptionMatch): string {
  return 'siret' in match ? match.siret : match.worded[0];
}

/** Opening quotation marks, escaped: Playwright quotes the patterns that it is given. */
const QUOTES = String.raw`\x22\x27\xab\u201c\u2018`;

/**
 * Returns the pattern that the option's text must match. A SIRET must be in it as a number of its
 * own (spaces allowed); a company name alone never decides, since two structures may share one. In
 * quotation marks it is what was searched for, as a list without results repeats it.
 */
export function optionPattern(match: OptionMatch): RegExp {
  if ('worded' in match) return patternOf(match.worded);
  return new RegExp(`(?<!\\d|[${QUOTES}]\\s*)${[...match.siret].join('\\s*')}(?!\\d)`, 'u');
}

/**
 * Returns the search texts for an option in a list, in order: the known text, then the part of each
 * of its wordings that is written the same everywhere. A number may have spaces there, an
 * apostrophe may be curved, a letter may lack its accent, and the page may be in English.
 */
export function searchesFor(match: OptionMatch): string[] {
  const wordings = 'siret' in match ? [match.siret] : match.worded;
  return [...new Set([wordings[0], ...wordings.map((text) => surePartOf(text) ?? text)])];
}

function surePartOf(text: string): string | undefined {
  const parts = /^\d{3}/u.exec(text) ?? text.match(/(?<!\p{L})[a-z]{3,}(?!\p{L})/giu) ?? [];
  const [longest] = [...parts].sort((one, other) => other.length - one.length);
  return longest;
}

export function optionMatches(text: string, match: OptionMatch): boolean {
  return optionPattern(match).test(text);
}

/** Returns whether a text names establishments by 14 digits, and not this one. */
export function namesOnlyOthers(text: string, siret: Siret): boolean {
  return /(?<!\d)\d{14}(?!\d)/u.test(text) && !optionMatches(text, { siret });
}
