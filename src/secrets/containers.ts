import { gunzipSync, inflateSync } from 'node:zlib';
import { unzipSync } from 'fflate';

/** An unpacked part of a packed file. */
export interface Member {
  readonly name: string;
  readonly bytes: Buffer;
}

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** The first bytes of each kind of packed file. Pictures and films without texts are packed too. */
const KINDS = {
  zip: Buffer.from('PK\u0003\u0004', 'latin1'),
  gzip: Buffer.from([0x1f, 0x8b, 0x08]),
  png: PNG,
  jpeg: Buffer.from([0xff, 0xd8, 0xff]),
  webm: Buffer.from([0x1a, 0x45, 0xdf, 0xa3]),
} as const;

export type ContainerKind = keyof typeof KINDS;

/** The number of bytes needed to recognise a file's kind. */
export const HEAD_LENGTH = PNG.length;

/** The number of bytes above which a file is unpacked in several passes. */
const AT_ONCE = 64 * 1024 * 1024;

/** The number of bytes above which a member is not unpacked. */
const MAX_BYTES = 512 * 1024 * 1024;

/** Returns the kind of a packed file by its first bytes, if it is one. */
export function containerKind(head: Buffer): ContainerKind | undefined {
  const kinds = Object.keys(KINDS) as ContainerKind[];
  return kinds.find((kind) => head.subarray(0, KINDS[kind].length).equals(KINDS[kind]));
}

/**
 * Unpacks the members of an archive or the texts of a picture.
 * @throws Error if it cannot be unpacked.
 */
export function* membersOf(kind: ContainerKind, bytes: Buffer): Generator<Member> {
  if (kind === 'zip') yield* zipMembers(bytes);
  if (kind === 'gzip')
    yield { name: 'gzip', bytes: gunzipSync(bytes, { maxOutputLength: MAX_BYTES }) };
  if (kind === 'png') yield* pngTexts(bytes);
}

function* zipMembers(bytes: Buffer): Generator<Member> {
  let done = 0;
  for (let more = true; more;) {
    let index = 0;
    let size = 0;
    let taken = 0;
    more = false;
    const members = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        index += 1;
        if (index <= done || more) return false;
        if (originalSize > MAX_BYTES) throw new Error(`${name} is too large to be unpacked`);
        if (taken > 0 && size + originalSize > AT_ONCE) {
          more = true;
          return false;
        }
        taken += 1;
        size += originalSize;
        return true;
      },
    });
    done += taken;
    for (const [name, data] of Object.entries(members)) {
      yield { name, bytes: Buffer.from(data.buffer, data.byteOffset, data.byteLength) };
    }
  }
}

/** Unpacks the texts of a picture (tEXt, zTXt, iTXt). */
function* pngTexts(bytes: Buffer): Generator<Member> {
  for (let at = PNG.length; at + 12 <= bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const name = bytes.toString('latin1', at + 4, at + 8);
    const data = bytes.subarray(at + 8, at + 8 + length);
    if (data.length < length) throw new Error('the picture is cut off');
    if (name === 'tEXt') yield { name, bytes: data };
    if (name === 'zTXt') yield { name, bytes: inflate(data.subarray(data.indexOf(0) + 2)) };
    if (name === 'iTXt') yield { name, bytes: internationalText(data) };
    at += length + 12;
  }
}

/** Reads an iTXt text: keyword 0 compressed method language 0 translated-keyword 0 text. */
function internationalText(data: Buffer): Buffer {
  const flag = data.indexOf(0) + 1;
  const text = data.subarray(data.indexOf(0, data.indexOf(0, flag + 2) + 1) + 1);
  return data[flag] === 1 ? inflate(text) : text;
}

function inflate(data: Buffer): Buffer {
  return inflateSync(data, { maxOutputLength: MAX_BYTES });
}
