import type { Redactor } from '../secrets/redactor.ts';

const EMAIL = /[^\s@<>"'()[\]:;,]+@[^\s@<>"'()[\]:;,]+\.[a-z]{2,}/giu;

/** Matches numbers of six digits and more: SIRETs, telephone numbers, identifiers. */
const LONG_NUMBER = /\d(?:[\s.-]?\d){5,}/gu;

const SIRET = /(?<!\d)\d(?:[\s.]?\d){13}(?!\d)/u;

/** Shorter names occur in too many words to be removed from them. */
const MIN_NAME_LENGTH = 3;

/**
 * Removes personal data from texts: names, e-mail addresses, telephone numbers and SIRETs, each
 * replaced by something of the same shape; and every known secret.
 */
export class Scrubber {
  readonly #redactor: Redactor;
  readonly #portalWords: ReadonlySet<string>;
  readonly #names = new Set<string>();

  /** @param wordings the portal's own, whose words name nobody: logins such as edi@… have them too. */
  constructor(redactor: Redactor, wordings: readonly string[] = []) {
    this.#redactor = redactor;
    this.#portalWords = new Set(wordings.flatMap((one) => one.toLowerCase().split(/[^\p{L}\d]+/u)));
  }

  /** Records a text that names the user or one of their structures. */
  learn(text: string): void {
    const name = text.replace(/\s+/gu, ' ').replace(/^[\d\s–:,-]+|[\d\s–:,-]+$/gu, '');
    if (name.length < MIN_NAME_LENGTH || this.#portalWords.has(name.toLowerCase())) return;
    this.#names.add(name);
  }

  text(text: string): string {
    const safe = this.#redactor.redact(text);
    // A SIRET usually has its structure's name next to it.
    if (SIRET.test(safe.replace(EMAIL, '')) && !/[.:;] /u.test(safe)) return shapeOf(safe);
    return this.#withoutNames(safe)
      .replace(EMAIL, (address) => `${shapeOf(address.split('@')[0] ?? '')}@exemple.fr`)
      .replace(LONG_NUMBER, (number) => number.replace(/\d/gu, '0'));
  }

  /** Returns only the shape of a text that consists entirely of data. */
  data(text: string): string {
    return shapeOf(this.#redactor.redact(text));
  }

  /** Scrubs all texts of a document. */
  document<T>(value: T): T {
    return JSON.parse(
      JSON.stringify(value, (_key, item: unknown) =>
        typeof item === 'string' ? this.text(item) : item,
      ),
    ) as T;
  }

  /** Returns one pattern that matches everything a picture must not show. */
  pattern(): RegExp {
    const names = [...this.#names].map(escaped);
    return new RegExp([...names, EMAIL.source, LONG_NUMBER.source].join('|'), 'iu');
  }

  #withoutNames(text: string): string {
    const names = [...this.#names].sort((one, other) => other.length - one.length).map(escaped);
    if (names.length === 0) return text;
    const pattern = new RegExp(`(?<![\\p{L}\\d])(?:${names.join('|')})(?![\\p{L}\\d])`, 'giu');
    return text.replace(pattern, shapeOf);
  }
}

function shapeOf(text: string): string {
  return text
    .replace(/\p{Lu}/gu, 'X')
    .replace(/[\p{Ll}\p{Lo}]/gu, 'x')
    .replace(/\d/gu, '0');
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/gu, '\\$&').replace(/\s+/gu, '\\s+');
}
