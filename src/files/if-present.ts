import { readdir } from 'node:fs/promises';
import { systemCodeOf } from '../errors/unwritable-error.ts';

/** Waits for an access to a file or folder; returns `undefined` if it does not exist. */
export async function ifPresent<T>(access: Promise<T>): Promise<T | undefined> {
  try {
    return await access;
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Returns the names of a folder's entries; none if the folder does not exist. */
export async function listNames(folder: string): Promise<string[]> {
  return (await ifPresent(readdir(folder))) ?? [];
}
