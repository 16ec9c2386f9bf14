import type { Language } from '../../messages/load-texts.ts';

/**
 * A text that may be shown: signs that XML forbids, and those that turn the reading direction of what
 * follows, are replaced by one that shows that something was there.
 */
export function replaceUnsafeCharacters(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029]/gu, '\n')
    .replace(/[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu, '\ufffd');
}

/** On one line. */
export function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}

/** French puts a space before its double signs and inside its quotes, where no line may break. */
export function typeset(text: string, language: Language): string {
  if (language !== 'fr') return text;
  return text.replaceAll('« ', '«\u00a0').replace(/ (?=[»:;?!](?:[\s<.,)]|$))/gu, '\u00a0');
}
