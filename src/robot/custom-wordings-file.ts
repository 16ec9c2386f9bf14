import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What the user added to the wordings, as JSON; an empty object where nothing was. */
export async function readCustomWordings(home: string): Promise<string> {
  try {
    return await readFile(join(home, 'wordings.json'), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '{}';
    throw error;
  }
}
