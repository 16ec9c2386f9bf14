import { crc32, inflateRawSync } from 'node:zlib';
import { LIMITS, RosterFault } from '../grid.ts';

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;

/** The end record is 22 bytes and may be followed by a comment of 65,535. */
const MAX_END_RECORD_BYTES = 22 + 0xffff;

/** A workbook has a few dozen parts. */
const MAX_ENTRIES = 10_000;

interface ZipEntry {
  readonly method: number;
  readonly encrypted: boolean;
  readonly checksum: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
}

/**
 * The parts of a zip file. Written for untrusted files, on which libraries that unpack all at once
 * run out of memory or silently truncate: a part is unpacked only on request, only within the limit
 * over all parts whatever sizes the file declares, and only with the right checksum.
 */
export class ZipFile {
  readonly #bytes: Buffer;
  readonly #entries: ReadonlyMap<string, ZipEntry>;
  #left = LIMITS.workbookMegabytes * 1_000_000;

  /** @throws RosterFault workbook-damaged. */
  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.#entries = orDamaged('zip', () => readDirectory(bytes));
  }

  has(name: string): boolean {
    return this.#entries.has(keyOf(name));
  }

  /**
   * Returns one part, unpacked, or `undefined` if no part has that name.
   * @throws RosterFault workbook-damaged, workbook-too-large, file-kind if it is encrypted.
   */
  read(name: string): Buffer | undefined {
    const entry = this.#entries.get(keyOf(name));
    if (entry === undefined) return undefined;
    if (entry.encrypted) throw new RosterFault({ key: 'file-kind', kind: 'protected' });
    if (entry.size > this.#left) throw tooLarge();
    const content = orDamaged(name, () => unpack(this.#bytes, entry));
    if (content.length !== entry.size || crc32(content) !== entry.checksum) throw damaged(name);
    this.#left -= content.length;
    return content;
  }
}

/** Normalises a name: Windows programs wrote backslashes, or another case than in references. */
function keyOf(name: string): string {
  return name.replaceAll('\\', '/').replace(/^\//u, '').toLowerCase();
}

function readDirectory(bytes: Buffer): Map<string, ZipEntry> {
  const entries = new Map<string, ZipEntry>();
  const directory = locateDirectory(bytes);
  if (directory.count > MAX_ENTRIES) throw damaged('zip');
  let at = directory.offset;
  for (let index = 0; index < directory.count; index += 1) {
    if (bytes.readUInt32LE(at) !== ENTRY) throw damaged('zip');
    const nameLength = bytes.readUInt16LE(at + 28);
    const extraLength = bytes.readUInt16LE(at + 30);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    const extra = bytes.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength);
    entries.set(keyOf(name), {
      encrypted: (bytes.readUInt16LE(at + 8) & 1) === 1,
      method: bytes.readUInt16LE(at + 10),
      checksum: bytes.readUInt32LE(at + 16),
      ...sizesOf(bytes, at, extra),
    });
    at += 46 + nameLength + extraLength + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

function locateDirectory(bytes: Buffer): { count: number; offset: number } {
  const tail = Math.max(0, bytes.length - MAX_END_RECORD_BYTES);
  const signature = Buffer.alloc(4);
  signature.writeUInt32LE(END);
  const end = tail + bytes.subarray(tail).lastIndexOf(signature);
  if (end < tail) throw damaged('zip');
  const isLong = end >= 20 && bytes.readUInt32LE(end - 20) === LOCATOR_64;
  if (!isLong) {
    return { count: bytes.readUInt16LE(end + 10), offset: bytes.readUInt32LE(end + 16) };
  }
  const end64 = longAt(bytes, end - 12);
  if (bytes.readUInt32LE(end64) !== END_64) throw damaged('zip');
  return { count: longAt(bytes, end64 + 32), offset: longAt(bytes, end64 + 48) };
}

/** Returns sizes and offset, from the extra field if beyond 32 bits or if the writer chose so. */
function sizesOf(
  bytes: Buffer,
  at: number,
  extra: Buffer,
): Pick<ZipEntry, 'packed' | 'size' | 'offset'> {
  const long = longFields(extra);
  const field = (position: number): number => {
    const value = bytes.readUInt32LE(at + position);
    return value === 0xffffffff ? (long.shift() ?? value) : value;
  };
  // In the order of the extra field.
  const size = field(24);
  const packed = field(20);
  const offset = field(42);
  return { size, packed, offset };
}

function longFields(extra: Buffer): number[] {
  let at = 0;
  while (at + 4 <= extra.length) {
    const length = extra.readUInt16LE(at + 2);
    if (extra.readUInt16LE(at) === 1) {
      const count = Math.floor(length / 8);
      return Array.from({ length: count }, (_, index) => longAt(extra, at + 4 + 8 * index));
    }
    at += 4 + length;
  }
  return [];
}

function longAt(bytes: Buffer, at: number): number {
  return Number(bytes.readBigUInt64LE(at));
}

function unpack(bytes: Buffer, { method, packed, size, offset }: ZipEntry): Buffer {
  if (bytes.readUInt32LE(offset) !== LOCAL) throw new RangeError('no local header');
  const start = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
  const content = bytes.subarray(start, start + packed);
  if (method === 0) return content;
  if (method !== 8) throw new RangeError('unknown compression');
  // One byte beyond the declared size is enough to detect a wrong size.
  return inflateRawSync(content, { maxOutputLength: size + 1 });
}

/** Maps out-of-range offsets and invalid streams to one error. */
function orDamaged<T>(part: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof RosterFault ? error : damaged(part, error);
  }
}

function damaged(part: string, cause?: unknown): RosterFault {
  return new RosterFault({ key: 'workbook-damaged', part }, cause);
}

function tooLarge(): RosterFault {
  return new RosterFault({ key: 'workbook-too-large', megabytes: LIMITS.workbookMegabytes });
}
