import { readdir } from 'node:fs/promises';
import { systemCodeOf } from '../errors/unwritable-error.ts';

/** Returns the names of a folder's entries; none if the folder does not exist. */
export async function listNames(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return [];
    throw error;
  }
}
