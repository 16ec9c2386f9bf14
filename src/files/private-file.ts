import { open } from 'node:fs/promises';
import { RaccordError } from '../errors/raccord-error.ts';
import { ifPresent } from './if-present.ts';

/**
 * Reads a file that only its owner may read; returns undefined if it is missing. Mode and bytes are
 * read through one handle, so the checked file is the one that is read.
 * @throws RaccordError FILE_TOO_OPEN if group or others may read it (not checked on Windows).
 */
export async function readPrivateFile(path: string): Promise<Buffer | undefined> {
  const handle = await ifPresent(open(path, 'r'));
  if (handle === undefined) return undefined;
  try {
    const mode = (await handle.stat()).mode & 0o777;
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw new RaccordError('FILE_TOO_OPEN', { path, mode: mode.toString(8).padStart(4, '0') });
    }
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}
