/** The kinds of escapes for a text inside another. */
export const ESCAPES = ['url', 'json', 'html'] as const;

export type Escape = (typeof ESCAPES)[number];

/** Bytes with one kind of escape decoded. */
export interface Unescaped {
  readonly bytes: Buffer;
  /** Returns the position in the escaped bytes of a position in the decoded ones. */
  originOf(position: number): number;
}

/** The length of an escape in bytes, and the text or the byte that it represents. */
interface Found {
  readonly length: number;
  readonly stands: string | number;
}

const MARKERS: Readonly<Record<Escape, number>> = { url: 0x25, json: 0x5c, html: 0x26 };

const READERS: Readonly<Record<Escape, (bytes: Buffer, at: number) => Found | undefined>> = {
  url: readPercent,
  json: readBackslash,
  html: readEntity,
};

/** Decodes one kind of escape in any mix of spellings; returns undefined if nothing is escaped. */
export function unescape(bytes: Buffer, escape: Escape): Unescaped | undefined {
  const marker = MARKERS[escape];
  const read = READERS[escape];
  // No escape is shorter than the text it represents.
  const out = Buffer.allocUnsafe(bytes.length);
  const stretches = new Stretches();
  let length = 0;
  let copied = 0;
  for (let at = bytes.indexOf(marker); at !== -1;) {
    const found = read(bytes, at);
    if (found === undefined) {
      at = bytes.indexOf(marker, at + 1);
      continue;
    }
    length += bytes.copy(out, length, copied, at);
    if (typeof found.stands === 'number') out[length++] = found.stands;
    else length += out.write(found.stands, length, 'utf8');
    copied = at + found.length;
    stretches.begin(length, copied);
    at = bytes.indexOf(marker, copied);
  }
  if (copied === 0) return undefined;
  length += bytes.copy(out, length, copied);
  return { bytes: out.subarray(0, length), originOf: (position) => stretches.originOf(position) };
}

/** The origins of the stretches between escapes, in which bytes are only moved. */
class Stretches {
  readonly #starts = [0];
  readonly #origins = [0];

  begin(start: number, origin: number): void {
    this.#starts.push(start);
    this.#origins.push(origin);
  }

  originOf(position: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= position) low = middle;
      else high = middle - 1;
    }
    return (this.#origins[low] ?? 0) + position - (this.#starts[low] ?? 0);
  }
}

function readPercent(bytes: Buffer, at: number): Found | undefined {
  const byte = hexAt(bytes, at + 1, 2);
  return byte === undefined ? undefined : { length: 3, stands: byte };
}

const LETTERS: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** Reads the escapes of JSON and the additional ones of JavaScript. */
function readBackslash(bytes: Buffer, at: number): Found | undefined {
  const letter = String.fromCharCode(bytes[at + 1] ?? 0);
  const stands = LETTERS[letter];
  if (stands !== undefined) return { length: 2, stands };
  if (letter === 'x') {
    const code = hexAt(bytes, at + 2, 2);
    return code === undefined ? undefined : { length: 4, stands: String.fromCharCode(code) };
  }
  const unit = unicodeUnitAt(bytes, at);
  if (unit === undefined) return undefined;
  const low = unit >= 0xd800 && unit < 0xdc00 ? unicodeUnitAt(bytes, at + 6) : undefined;
  return low !== undefined && low >= 0xdc00 && low < 0xe000
    ? { length: 12, stands: String.fromCharCode(unit, low) }
    : { length: 6, stands: String.fromCharCode(unit) };
}

function unicodeUnitAt(bytes: Buffer, at: number): number | undefined {
  return bytes[at] === 0x5c && bytes[at + 1] === 0x75 ? hexAt(bytes, at + 2, 4) : undefined;
}

const NAMES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
};

/** The length of the longest reference: `&#x0010ffff;`. */
const MAX_ENTITY_LENGTH = 12;

function readEntity(bytes: Buffer, at: number): Found | undefined {
  const text = bytes.toString('latin1', at, at + MAX_ENTITY_LENGTH);
  const [whole = '', name = '', hex, decimal] =
    /^&(?:([a-z]+)|#[xX]([\da-fA-F]+)|#(\d+));/u.exec(text) ?? [];
  if (whole === '') return undefined;
  const code = hex === undefined ? Number(decimal) : parseInt(hex, 16);
  const stands = code <= 0x10ffff ? String.fromCodePoint(code) : NAMES[name];
  return stands === undefined ? undefined : { length: whole.length, stands };
}

function hexAt(bytes: Buffer, at: number, digits: number): number | undefined {
  const text = bytes.toString('latin1', at, at + digits);
  return text.length === digits && /^[\da-f]+$/iu.test(text) ? parseInt(text, 16) : undefined;
}
