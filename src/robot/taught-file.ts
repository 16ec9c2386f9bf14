import { join } from 'node:path';
import { makePrivateFolder, writeDurably } from '../files/durable-file.ts';
import { readPrivateFile } from '../files/private-file.ts';
import { NOTHING_TAUGHT, parseTaught, type Taught } from '../teaching/taught.ts';
import { jsonText } from '../domain/json.ts';

const FILE = 'taught.json';

/**
 * Reads a home's taught elements; empty if there are none.
 * @throws RaccordError CONFIG_INVALID with every mistake, FILE_TOO_OPEN.
 */
export async function readTaught(home: string): Promise<Taught> {
  const bytes = await readPrivateFile(join(home, FILE));
  return bytes === undefined ? NOTHING_TAUGHT : parseTaught(bytes.toString('utf8'), FILE);
}

/** Writes the taught elements, readable by their owner only. */
export async function saveTaught(home: string, taught: Taught): Promise<void> {
  await makePrivateFolder(home);
  await writeDurably(join(home, FILE), Buffer.from(taughtText(taught)));
}

/** Returns the text of a file of taught elements. */
export function taughtText(taught: Taught): string {
  return `${jsonText(taught, 2)}\n`;
}
