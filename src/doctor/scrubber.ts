import type { Redactor } from '../secrets/redactor.ts';

const EMAIL = /[^\s@<>"'()[\]:;,]+@[^\s@<>"'()[\]:;,]+\.[a-z]{2,}/giu;

/** Numbers of six digits and more: SIRETs, telephones, identifiers. */
const LONG_NUMBER = /\d(?:[\s.-]?\d){5,}/gu;

const SIRET = /(?<!\d)\d(?:[\s.]?\d){13}(?!\d)/u;

/** A shorter name stands in too many words to be taken out of them. */
const MIN_NAME_LENGTH = 3;

/**
 * Takes out of texts what they say of the user: names, e-mail addresses, telephones and SIRETs, each
 * replaced by something of the same shape; and every known secret.
 */
export class Scrubber {
  readonly #redactor: Redactor;
  readonly #names = new Set<string>();

  constructor(redactor: Redactor) {
    this.#redactor = redactor;
  }

  /** A text that names the user, or a structure of theirs. */
  learn(text: string): void {
    const name = text.replace(/\s+/gu, ' ').replace(/^[\d\s–:,-]+|[\d\s–:,-]+$/gu, '');
    if (name.length >= MIN_NAME_LENGTH) this.#names.add(name);
  }

  text(text: string): string {
    const safe = this.#redactor.redact(text);
    // Who is numbered is named beside it.
    if (SIRET.test(safe.replace(EMAIL, '')) && !/[.:;] /u.test(safe)) return shapeOf(safe);
    return this.#withoutNames(safe)
      .replace(EMAIL, (address) => `${shapeOf(address.split('@')[0] ?? '')}@exemple.fr`)
      .replace(LONG_NUMBER, (number) => number.replace(/\d/gu, '0'));
  }

  /** Nothing but the shape of what is data from first to last. */
  data(text: string): string {
    return shapeOf(this.#redactor.redact(text));
  }

  /** All texts of a document. */
  document<T>(value: T): T {
    return JSON.parse(
      JSON.stringify(value, (_key, item: unknown) =>
        typeof item === 'string' ? this.text(item) : item,
      ),
    ) as T;
  }

  /** What a page must not show in a picture, as one pattern. */
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
