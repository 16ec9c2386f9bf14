import { readdir } from 'node:fs/promises';
import { systemCodeOf } from '../errors/unwritable-reason.ts';

/** Returns the names of what is in a folder; none where there is no such folder. */
export async function listNames(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return [];
    throw error;
  }
}
