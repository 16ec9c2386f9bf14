import type { Language } from '../../messages/load-texts.ts';

/**
 * Returns a text that is safe to show: characters that XML forbids, and those that change the
 * reading direction, are replaced by a visible placeholder.
 */
export function replaceUnsafeCharacters(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029]/gu, '\n')
    .replace(/[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu, '\ufffd');
}

/** Joins a text's lines. */
export function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}

/** Makes French spaces non-breaking before double punctuation and inside quotation marks. */
export function typeset(text: string, language: Language): string {
  if (language !== 'fr') return text;
  return text.replaceAll('« ', '«\u00a0').replace(/ (?=[»:;?!](?:[\s<.,)]|$))/gu, '\u00a0');
}
