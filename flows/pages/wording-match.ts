import type { Wording } from './wordings.ts';

const ACCENTED: Readonly<Record<string, string>> = {
  a: 'aàâä',
  c: 'cç',
  e: 'eéèêë',
  i: 'iîï',
  o: 'oôö',
  u: 'uùûü',
};

/**
 * A text brought to the form in which wordings are compared: no accents, lower case, straight
 * apostrophes, single spaces, without a trailing mark of obligation or colon.
 */
export function normalise(text: string): string {
  return text
    .replace(/[’‘ʼ`´]/gu, "'")
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/\s+/gu, ' ')
    .toLowerCase()
    .replace(/[\s*:]+$/u, '')
    .trim();
}

/** True where a text on the page is one of the wordings. */
export function isWordedAs(text: string, wording: Wording): boolean {
  const normalised = normalise(text);
  return wording.some((variant) => normalise(variant) === normalised);
}

/**
 * The wordings as one anchored pattern for Playwright's role locators, with the same tolerance. A
 * remark in brackets may follow: links that open a new window often say so.
 */
export function patternOf(wording: Wording): RegExp {
  const variants = wording.map((variant) =>
    [...normalise(variant)].map(tolerantCharacter).join(''),
  );
  return new RegExp(`^\\s*(?:${variants.join('|')})[\\s*:]*(?:\\([^)]*\\))?\\s*$`, 'iu');
}

function tolerantCharacter(character: string): string {
  if (character === ' ') return '\\s+';
  // Written as codes: Playwright's selector parser takes quotes in a pattern for its own.
  if (character === "'") return '[\\u0027\\u2019\\u2018\\u02bc\\u0060\\u00b4]';
  const accented = ACCENTED[character];
  // An accent may be a sign of its own behind its letter.
  if (accented !== undefined) return `[${accented}]\\p{M}*`;
  return character.replace(/[.*+?^${}()|[\]\\/]/gu, '\\$&');
}
