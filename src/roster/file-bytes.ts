import { open, type FileHandle } from 'node:fs/promises';
import { LIMITS, RosterFault } from './grid.ts';

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
