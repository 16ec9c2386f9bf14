import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Returns the user's additional wordings as JSON; an empty object if there are none. */
export async function readCustomWordings(home: string): Promise<string> {
  try {
    return await readFile(join(home, 'wordings.json'), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '{}';
    throw error;
  }
}
