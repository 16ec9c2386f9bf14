import { ESCAPES, unescape, type Escape } from './escapes.ts';
import { writtenForms, type FormName } from './secret-forms.ts';

/** An occurrence of a secret in bytes. */
export interface Occurrence {
  readonly name: string;
  /** Its written form: the escapes around it from the outside in, then the form. */
  readonly form: string;
  readonly start: number;
  readonly end: number;
}

interface FiledForm {
  readonly name: string;
  readonly form: FormName;
  readonly bytes: Buffer;
}

/** The bytes with some escapes decoded, and a mapping to the original positions. */
interface Layer {
  readonly bytes: Buffer;
  readonly escapes: readonly Escape[];
  originOf(position: number): number;
}

/** The number of nested escapes to decode: JSON in a URL in JSON in HTML. */
const DEEPEST = 4;

/**
 * Finds every written form of many secrets in one pass over the bytes, through nested escapes of
 * any kind: instead of knowing each spelling of each secret, it decodes the escapes of the text,
 * which are few. Forms are indexed by their first four bytes, and a table of the first two skips
 * most positions at once, so the cost hardly grows with the number of secrets. Measured
 * (`bench/redaction.mjs`) for a log line of 300 bytes: 5 µs with 10 secrets and 9 µs with 2,000; 24
 * and 43 µs if it has escapes of all kinds. A new secret costs 0.3 ms and no rebuilding.
 */
export class SecretIndex {
  readonly #forms = new Map<number, FiledForm[]>();
  readonly #known = new Set<string>();
  readonly #firstTwo = new Uint8Array(0x1_0000);
  #longest = 0;

  add(value: string, name: string): void {
    for (const { form, bytes } of writtenForms(value)) {
      const written = bytes.toString('latin1');
      if (this.#known.has(written)) continue;
      this.#known.add(written);
      const key = bytes.readUInt32BE(0);
      const filed = this.#forms.get(key) ?? [];
      filed.push({ name, form, bytes });
      this.#forms.set(key, filed);
      this.#firstTwo[key >>> 16] = 1;
      this.#longest = Math.max(this.#longest, bytes.length);
    }
  }

  /** Length of the longest form in bytes; escaped it may be several times as long. */
  get longest(): number {
    return this.#longest;
  }

  /** Returns all occurrences, also in escapes, by start, the longest first; they may overlap. */
  find(bytes: Buffer): Occurrence[] {
    const found = layersOf(bytes).flatMap((layer) =>
      this.findPlain(layer.bytes).map(({ name, form, start, end }) => ({
        name,
        form: [...layer.escapes, form].join(' > '),
        start: layer.originOf(start),
        end: layer.originOf(end),
      })),
    );
    return found.sort((one, other) => one.start - other.start || other.end - one.end);
  }

  /** Returns the same without decoding escapes, for bytes that are not text. */
  findPlain(bytes: Buffer): Occurrence[] {
    const found: Occurrence[] = [];
    const firstTwo = this.#firstTwo;
    let pair = bytes[0] ?? 0;
    for (let start = 0; start + 4 <= bytes.length; start += 1) {
      pair = ((pair << 8) | (bytes[start + 1] ?? 0)) & 0xffff;
      if (firstTwo[pair] === 0) continue;
      for (const { name, form, bytes: written } of this.#forms.get(bytes.readUInt32BE(start)) ??
        []) {
        const end = start + written.length;
        if (end <= bytes.length && bytes.compare(written, 0, written.length, start, end) === 0) {
          found.push({ name, form, start, end });
        }
      }
    }
    return found;
  }
}

/** Returns the bytes themselves and with escapes decoded, each different text once. */
function layersOf(bytes: Buffer): Layer[] {
  const layers: Layer[] = [{ bytes, escapes: [], originOf: (position) => position }];
  for (const outer of layers) {
    if (outer.escapes.length === DEEPEST) continue;
    for (const escape of ESCAPES) {
      const inner = unescape(outer.bytes, escape);
      if (inner === undefined || layers.some((known) => known.bytes.equals(inner.bytes))) continue;
      layers.push({
        bytes: inner.bytes,
        escapes: [...outer.escapes, escape],
        originOf: (position) => outer.originOf(inner.originOf(position)),
      });
    }
  }
  return layers;
}
