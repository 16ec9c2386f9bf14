import type { Secret } from './secret.ts';
import { SecretIndex } from './secret-index.ts';
import { parseJson } from '../domain/json.ts';

const NAMELESS = Buffer.from('[…]');

/** Length from which a secret is told from letters that stand together by chance. */
const SHORTEST_SPELLED = 8;

export interface NamedSecret {
  readonly name: string;
  readonly secret: Secret;
}

/**
 * Removes every known secret from a text, in any written form. It works by value on the finished
 * text, so the origin of the secret does not matter.
 */
export class Redactor {
  readonly #index = new SecretIndex();
  readonly #secrets = new Map<string, NamedSecret>();
  /** The replacement for each name, until another secret is added. */
  readonly #signs = new Map<string, Buffer>();

  /** Adds a secret: from now on its name replaces it. */
  add(secret: Secret, name: string): void {
    const value = secret.reveal();
    if (this.#secrets.has(value)) return;
    this.#secrets.set(value, { name, secret });
    this.#index.add(value, name);
    this.#signs.clear();
  }

  /** Returns the text with `[name]` in place of each secret. */
  redact(text: string): string {
    if (this.#secrets.size === 0) return text;
    const bytes = Buffer.from(text, 'utf8');
    const occurrences = this.#index.find(bytes);
    if (occurrences.length === 0) return text;
    const parts: Buffer[] = [];
    let from = 0;
    for (const { name, start, end } of occurrences) {
      if (start >= from) parts.push(bytes.subarray(from, start), this.#signFor(name));
      // If secrets overlap, everything that belongs to one of them is removed.
      from = Math.max(from, end);
    }
    parts.push(bytes.subarray(from));
    return Buffer.concat(parts).toString('utf8');
  }

  /**
   * Redacts a line of JSON, which stays JSON if possible: a secret of digits may be part of a
   * number.
   */
  redactLine(line: string): string {
    const redacted = this.redact(line);
    if (redacted === line || parseJson(redacted) !== undefined) return redacted;
    const document = parseJson(line);
    if (document === undefined) return redacted;
    const rewritten =
      JSON.stringify(this.#redactWithin(document)) + (line.endsWith('\n') ? '\n' : '');
    // Removing a secret made of JSON's own characters matters more than valid JSON.
    return this.redact(rewritten) === rewritten ? rewritten : redacted;
  }

  /**
   * Returns whether a text shows a secret that a person could read off it, though it is broken up
   * or in capitals. Short secrets are left out: any page may spell one by chance.
   */
  isSpelledIn(text: string): boolean {
    const letters = lettersOf(text);
    return this.secrets().some(({ secret }) => {
      const spelled = lettersOf(secret.reveal());
      return spelled.length >= SHORTEST_SPELLED && letters.includes(spelled);
    });
  }

  /** Returns all known secrets, for the scan at the end of a run. */
  secrets(): readonly NamedSecret[] {
    return [...this.#secrets.values()];
  }

  /** Returns the replacement of a secret; the name must reveal neither it nor another one. */
  #signFor(name: string): Buffer {
    const known = this.#signs.get(name);
    if (known !== undefined) return known;
    const named = Buffer.from(`[${name}]`);
    const sign = this.#index.find(named).length === 0 ? named : NAMELESS;
    this.#signs.set(name, sign);
    return sign;
  }

  #redactWithin(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.#redactWithin(item));
    if (typeof value === 'object' && value !== null) {
      const entries = Object.entries(value);
      return Object.fromEntries(
        entries.map(([key, item]) => [this.redact(key), this.#redactWithin(item)]),
      );
    }
    const text = String(value);
    const redacted = this.redact(text);
    return redacted === text ? value : redacted;
  }
}

/** Returns the letters of a text without spaces, marks of no width and case. */
function lettersOf(text: string): string {
  return text.replace(/[\s\p{Cf}]/gu, '').toLowerCase();
}
