import { readdir } from 'node:fs/promises';
import { codeOf } from './why-unwritable.ts';

/** Returns the names of what is in a folder; none where there is no such folder. */
export async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}
