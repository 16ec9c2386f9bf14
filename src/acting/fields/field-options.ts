import type { Siret } from '../../domain/siret.ts';
import { patternOf } from '../../seeing/wording-match.ts';
import type { Wording } from '../../seeing/wording.ts';

/** Which option of a list is meant: the one that carries a SIRET, or one known by its words. */
export type OptionMatch =
  | { readonly siret: Siret }
  | {
      readonly worded: Wording;
      /** True for an option that the portal words, and not the user: it may be taught. */
      readonly isPortals?: true;
    };

/** How messages name the option that was meant. */
export function describeOption(match: OptionMatch): string {
  return 'siret' in match ? match.siret : match.worded[0];
}

/**
 * What an option's text must match to be the one meant. A SIRET must stand in it as a number of its
 * own (spaces allowed); a company name alone never decides, since two structures may share one.
 */
export function optionPattern(match: OptionMatch): RegExp {
  if ('worded' in match) return patternOf(match.worded);
  return new RegExp(`(?<!\\d)${[...match.siret].join('\\s*')}(?!\\d)`, 'u');
}

/**
 * What to type to find an option in a list, one after the other: the text as it is known, then the
 * part of each of its wordings that is written the same everywhere. A number may have spaces there, an
 * apostrophe may be a curved one, a letter may lack its accent, and the page may be in English.
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
