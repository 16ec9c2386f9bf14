import type { Siret } from '../../../src/domain/siret.ts';
import { patternOf } from '../../../src/seeing/wording-match.ts';
import type { Wording } from '../../../src/seeing/wording.ts';

/** Which option of a list is meant: the one that carries a SIRET, or one known by its words. */
export type OptionMatch = { readonly siret: Siret } | { readonly worded: Wording };

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
 * A part of a text that is written the same everywhere, to look for it in a list: a number may have
 * spaces there, an apostrophe may be a curved one, a letter may lack its accent. Nothing, where that
 * is all of it or too little.
 */
export function surePartOf(text: string): string | undefined {
  const parts = /^\d{3}/u.exec(text) ?? text.match(/(?<!\p{L})[a-z]{3,}(?!\p{L})/giu) ?? [];
  const [longest] = [...parts].sort((one, other) => other.length - one.length);
  return longest === text ? undefined : longest;
}

export function optionMatches(text: string, match: OptionMatch): boolean {
  return optionPattern(match).test(text);
}
