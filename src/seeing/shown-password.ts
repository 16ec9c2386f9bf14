import type { Secret } from '../secrets/secret.ts';

/** A secret as a page shows it. */
export interface ShownSecret {
  readonly secret: Secret;
  /** True for words of the page: words that stand apart have a space between them. */
  readonly isText: boolean;
}

const DOTS_ALONE = /^[•●∙*·.]+$/u;

/** More than one word, or dots in place of some letters. */
const NOT_ALONE = /\s|[•●∙·…]|[*.]{3}/u;

/** One ordinary word: a label, or a hint. */
const ORDINARY = /^(?:\p{Lu}?\p{Ll}*|\p{Lu}+)(?:[-'’](?:\p{Lu}?\p{Ll}*|\p{Lu}+))*[.:°!]*$/u;

/**
 * Returns why what a page shows cannot be the password; empty if it can. An input holds what it
 * holds; of words, only one alone can be it.
 */
export function whatIsUnreadable({ secret, isText }: ShownSecret): string {
  const shown = secret.reveal();
  if (shown === '') return 'stays empty';
  if (DOTS_ALONE.test(shown)) return 'shows dots, not the password';
  if (isText && NOT_ALONE.test(shown)) return 'shows other words or dots with the password';
  if (isText && ORDINARY.test(shown)) return 'shows a word, not the password';
  return '';
}
