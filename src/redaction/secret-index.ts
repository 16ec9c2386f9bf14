import { formsOf } from './secret-forms.ts';

/** A secret's occurrence in some bytes. */
export interface Occurrence {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

interface Form {
  readonly name: string;
  readonly bytes: Buffer;
}

/**
 * Finds every written form of many secrets in one pass over the bytes. Forms are filed under their
 * first four bytes, and a table of the first two passes most positions over at once, so the cost
 * hardly grows with the number of secrets (`bench/redaction.mjs` measures it).
 */
export class SecretIndex {
  readonly #forms = new Map<number, Form[]>();
  readonly #firstTwo = new Uint8Array(0x1_0000);
  #longest = 0;

  add(value: string, name: string): void {
    for (const bytes of formsOf(value)) {
      const key = bytes.readUInt32BE(0);
      const filed = this.#forms.get(key) ?? [];
      if (filed.some((form) => form.bytes.equals(bytes))) continue;
      this.#forms.set(key, [...filed, { name, bytes }]);
      this.#firstTwo[key >>> 16] = 1;
      this.#longest = Math.max(this.#longest, bytes.length);
    }
  }

  /** Length of the longest form, in bytes: how much two chunks of a file must overlap. */
  get longest(): number {
    return this.#longest;
  }

  /** All occurrences, by where they start; they may overlap. */
  find(bytes: Buffer): Occurrence[] {
    const found: Occurrence[] = [];
    for (let start = 0; start + 4 <= bytes.length; start += 1) {
      const first = bytes[start] ?? 0;
      const second = bytes[start + 1] ?? 0;
      if (this.#firstTwo[(first << 8) | second] === 0) continue;
      for (const { name, bytes: form } of this.#forms.get(bytes.readUInt32BE(start)) ?? []) {
        const end = start + form.length;
        if (end <= bytes.length && bytes.compare(form, 0, form.length, start, end) === 0) {
          found.push({ name, start, end });
        }
      }
    }
    return found;
  }
}
