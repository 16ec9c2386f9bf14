import { open, type FileHandle } from 'node:fs/promises';
import { LIMITS, RosterFault } from './grid.ts';
import type { ForeignKind } from '../errors/roster-problem.ts';
import { isUtf16 } from './decode-text.ts';

/** Most rosters fit in one chunk. */
const CHUNK = 128 * 1024;

/**
 * Returns the bytes of a file. Reads up to the limit, whatever the file's declared size: a pipe has
 * no size, and a file may grow.
 * @throws RosterFault file-unreadable, file-too-large.
 */
export async function readFileBytes(path: string): Promise<Buffer> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, 'r');
    return await readUpToLimit(handle);
  } catch (error) {
    if (error instanceof RosterFault) throw error;
    throw new RosterFault({ key: 'file-unreadable', reason: reasonOf(error) }, error);
  } finally {
    await handle?.close();
  }
}

async function readUpToLimit(handle: FileHandle): Promise<Buffer> {
  const limit = LIMITS.fileMegabytes * 1_000_000;
  const chunks: Buffer[] = [];
  let size = 0;
  for (;;) {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(CHUNK), 0, CHUNK, null);
    if (bytesRead === 0) return Buffer.concat(chunks);
    size += bytesRead;
    if (size > limit) {
      throw new RosterFault({ key: 'file-too-large', megabytes: LIMITS.fileMegabytes });
    }
    chunks.push(buffer.subarray(0, bytesRead));
  }
}

/** Returns `ENOENT: no such file or directory`, without the path, which is shown separately. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/, \w+( '.*')?$/su, '');
}

/** Returns the type of a file by its bytes, not its name: Excel itself saves HTML as `.xls`. */
export function fileKindOf(bytes: Buffer): 'zip' | 'text' | ForeignKind {
  if (startsWith(bytes, 'PK\u0003\u0004')) return 'zip';
  if (startsWith(bytes, '\u00d0\u00cf\u0011\u00e0')) return compoundKindOf(bytes);
  const start = bytes.subarray(0, 1024).toString('latin1').replace(/^ï»¿/u, '').trimStart();
  if (start.startsWith('%PDF-')) return 'pdf';
  if (/^<(!doctype html|html|head|body|meta|table|style)\b/iu.test(start)) return 'html';
  if (/^<(\?xml|\w+[\s>:])/iu.test(start)) return /<html\b/iu.test(start) ? 'html' : 'xml';
  if (!isUtf16(bytes) && bytes.includes(0)) return 'binary';
  return 'text';
}

/** Tells old Office files from encrypted new ones by the container's part names, in UTF-16. */
function compoundKindOf(bytes: Buffer): ForeignKind {
  const holds = (part: string): boolean => bytes.includes(Buffer.from(part, 'utf16le'));
  if (holds('EncryptedPackage')) return 'protected';
  return holds('Workbook') || holds('Book') ? 'xls' : 'office';
}

function startsWith(bytes: Buffer, signature: string): boolean {
  return bytes.subarray(0, signature.length).equals(Buffer.from(signature, 'latin1'));
}
