import { statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { systemCodeOf, UnwritableError } from '../errors/unwritable-error.ts';

/**
 * Waits for an access to a file or folder; returns `undefined` if it does not exist.
 * @throws UnwritableError if the system does not tell, as where this user has no right to look.
 */
export async function ifPresent<T>(access: Promise<T>): Promise<T | undefined> {
  try {
    return await access;
  } catch (error) {
    expectMissing(error);
    return undefined;
  }
}

/** Checks whether a file or folder exists. Throws as {@link ifPresent}, unlike `existsSync`. */
export function isPresent(path: string): boolean {
  try {
    statSync(path);
    return true;
  } catch (error) {
    expectMissing(error);
    return false;
  }
}

/** Returns the names of a folder's entries; none if the folder does not exist. */
export async function listNames(folder: string): Promise<string[]> {
  return (await ifPresent(readdir(folder))) ?? [];
}

function expectMissing(error: unknown): void {
  if (systemCodeOf(error) === 'ENOENT') return;
  const { path } = error as NodeJS.ErrnoException;
  throw path === undefined ? error : new UnwritableError(path, error);
}
