import type { Secret } from '../domain/secret.ts';
import { SecretIndex } from './secret-index.ts';

export interface NamedSecret {
  readonly name: string;
  readonly secret: Secret;
}

/**
 * Takes every known secret out of a text, whatever form it is written in. It works by value on the
 * finished text, so it does not matter how the secret came to be there.
 */
export class Redactor {
  readonly #index = new SecretIndex();
  readonly #secrets = new Map<string, NamedSecret>();

  /** From now on this secret is taken out; the name stands in its place. */
  add(secret: Secret, name: string): void {
    if (this.#secrets.has(secret.reveal())) return;
    this.#secrets.set(secret.reveal(), { name, secret });
    this.#index.add(secret.reveal(), name);
  }

  /** The text with `[name]` in place of each secret. */
  redact(text: string): string {
    const bytes = Buffer.from(text, 'utf8');
    const occurrences = this.#index.find(bytes);
    if (occurrences.length === 0) return text;
    const parts: Buffer[] = [];
    let from = 0;
    for (const { name, start, end } of occurrences) {
      if (start >= from) parts.push(bytes.subarray(from, start), Buffer.from(`[${name}]`));
      // Where secrets overlap, all that belongs to one of them goes.
      from = Math.max(from, end);
    }
    parts.push(bytes.subarray(from));
    return Buffer.concat(parts).toString('utf8');
  }

  /** All known secrets, for the scan at the end of a run. */
  secrets(): readonly NamedSecret[] {
    return [...this.#secrets.values()];
  }
}
