import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, open, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { systemCodeOf, UnwritableError } from '../errors/unwritable-error.ts';

export interface DurableOptions {
  /** Whether to refuse to replace an existing file; the check and the write are atomic. */
  readonly exclusive?: boolean;
  /** 0600 by default; other modes are for files that others are meant to read. */
  readonly mode?: number;
}

/**
 * Writes a private file (its mode is independent of the umask) that is complete after a power cut,
 * or missing: a temporary file beside it is flushed and renamed, and the folder is flushed. Content
 * that comes part by part is never held as a whole.
 * @throws UnwritableError naming the path.
 */
export async function writeDurably(
  path: string,
  content: Uint8Array | AsyncIterable<string>,
  { exclusive = false, mode = 0o600 }: DurableOptions = {},
): Promise<void> {
  const temporary = join(dirname(path), `.${randomBytes(8).toString('hex')}.tmp`);
  try {
    await writeFlushed(temporary, content, mode);
    // A hard link fails if the name is taken; a rename would replace the existing file.
    if (exclusive) await link(temporary, path);
    else await rename(temporary, path);
    if (exclusive) await unlink(temporary);
    await flushFolder(dirname(path));
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error instanceof UnwritableError ? error : new UnwritableError(path, error);
  }
}

/**
 * Writes a new private file and flushes it. It gets its name at once and not by a link: a crash
 * leaves no copy under another name, and the FAT of most removable disks has no links.
 * @throws UnwritableError naming the path; nothing is left behind.
 */
export async function writeNewFile(path: string, content: Uint8Array): Promise<void> {
  const handle = await open(path, 'wx', 0o600).catch((error: unknown) => {
    throw new UnwritableError(path, error);
  });
  try {
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await flushFolder(dirname(resolve(path)));
  } catch (error) {
    await unlink(path);
    throw new UnwritableError(path, error);
  }
}

/**
 * Creates a folder and its missing parents, each 0700 whatever the umask, and flushes the folders
 * that got a new entry. An existing folder keeps its mode: it may not be ours to close (`/tmp`, a
 * mount).
 * @throws UnwritableError naming the path.
 */
export async function makePrivateFolder(path: string): Promise<void> {
  const folder = resolve(path);
  try {
    if (!(await madeFolder(folder))) return;
    await flushFolder(dirname(folder));
  } catch (error) {
    throw error instanceof UnwritableError ? error : new UnwritableError(folder, error);
  }
}

/** Flushes a folder's entries. Windows cannot open a folder; its file system flushes by itself. */
export async function flushFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Returns true if the folder was created, false if it existed. */
async function madeFolder(folder: string): Promise<boolean> {
  try {
    await makeUnderParents(folder);
  } catch (error) {
    if (systemCodeOf(error) !== 'EEXIST') throw error;
    // A file in the folder's place is reported at once, not at the first write.
    if (!(await stat(folder)).isDirectory()) throw error;
    return false;
  }
  await chmod(folder, 0o700);
  return true;
}

async function makeUnderParents(folder: string): Promise<void> {
  const make = (): Promise<unknown> => mkdir(folder, { mode: 0o700 });
  try {
    await make();
  } catch (error) {
    const parent = dirname(folder);
    if (systemCodeOf(error) !== 'ENOENT' || parent === folder) throw error;
    await makePrivateFolder(parent);
    // A folder that takes no others (`/proc`, an automounter's) also calls them missing: once only.
    await make();
  }
}

async function writeFlushed(
  path: string,
  content: Uint8Array | AsyncIterable<string>,
  mode: number,
): Promise<void> {
  const handle = await open(path, 'wx', mode);
  try {
    await handle.chmod(mode);
    await writeFile(handle, content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
