import type { Wording } from './wording.ts';

/** Written as codes: Playwright's selector parser takes quotes in a pattern for its own. */
const APOSTROPHE = '[\\u0027\\u2019\\u2018\\u02bc\\u0060\\u00b4]';

const ACCENTED: Readonly<Record<string, string>> = {
  a: 'aàâä',
  c: 'cç',
  e: 'eéèêë',
  i: 'iîï',
  o: 'oôö',
  u: 'uùûü',
};

/**
 * Returns a text in the form in which wordings are compared: no accents, lower case, straight
 * apostrophes, single spaces, none around a slash, without a mark of obligation, a colon or a
 * question mark around it, articles or plurals; the many French words for an e-mail address become
 * one.
 */
export function normalise(text: string): string {
  return plain(text)
    .replace(/\((?:obligatoire|facultatif|optionnel|required|optional)\)/gu, '')
    .replace(/\s*\/\s*/gu, '/')
    .replace(/\s+/gu, ' ')
    .replace(/^[\s*:]+|[\s*:?]+$/gu, '')
    .replace(/\b(?:adresse (?:electronique|e-?mail|de messagerie)|e-?mail|courriel)\b/gu, 'e-mail')
    .replace(/\b(?:les? |la |des? |du |une? |[ld]')/gu, '')
    .replace(/(\p{L}{3})s\b/gu, '$1');
}

/** Returns the text after a leading label; the whole text if it does not begin with the label. */
export function withoutLabel(text: string, wording: Wording): string {
  const label = wording.map(tolerant).join('|');
  return text.replace(new RegExp(`^[\\s*]*(?:${label})(?:\\s*[*:])+\\s*`, 'iu'), '');
}

/** Returns whether a text on the page is one of the wordings. */
export function isWordedAs(text: string, wording: Wording): boolean {
  const normalised = normalise(text);
  return wording.some((variant) => normalise(variant) === normalised);
}

/**
 * Returns the wordings as one anchored pattern for Playwright's role locators, with the same
 * tolerance. A remark in brackets may follow: links that open a new window often have one.
 */
export function patternOf(wording: Wording): RegExp {
  const variants = wording.map(tolerant);
  return new RegExp(`^\\s*(?:${variants.join('|')})[\\s*:]*(?:\\([^)]*\\))?\\s*$`, 'iu');
}

/** Returns the pattern of a variant: its words in singular or plural, articles optional. */
function tolerant(variant: string): string {
  const words = plain(variant)
    .replace(/\b(?:les? |la |des? |du |une? |[ld]')/gu, '')
    .split(' ');
  const pattern = words.map((word) => {
    const singular = word.replace(/(\p{L}{3})s$/u, '$1');
    const plural = /\p{L}{3}$/u.test(singular) ? 's?' : '';
    return [...singular].map(tolerantCharacter).join('') + plural;
  });
  return pattern.join(`\\s+(?:(?:les?|la|des?|du|une?)\\s+|[ld]${APOSTROPHE})*`);
}

/** Returns a text without accents, capitals and double spaces. */
export function plain(text: string): string {
  return text
    .replace(/[’‘ʼ`´]/gu, "'")
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/\s+/gu, ' ')
    .trim();
}

function tolerantCharacter(character: string): string {
  if (character === ' ') return '\\s+';
  if (character === "'") return APOSTROPHE;
  const accented = ACCENTED[character];
  // An accent may be a separate character after its letter.
  if (accented !== undefined) return `[${accented}]\\p{M}*`;
  return character.replace(/[.*+?^${}()|[\]\\/]/gu, '\\$&');
}
