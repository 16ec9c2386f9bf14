import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Wording } from '../seeing/wording.ts';
import { WORDINGS } from '../../flows/pages/wordings.ts';
import { ifPresent } from '../files/if-present.ts';
import { parseJsonFile } from '../domain/json-file.ts';

const FILE = 'wordings.json';

const texts = z.array(z.string().trim().min(1).max(200));

/** `{"declaration": {"editor": ["Logiciel"]}}`: the groups and names of `flows/pages/wordings.ts`. */
const ownWordings = z.strictObject(
  Object.fromEntries(
    Object.entries(WORDINGS).map(([group, names]) => [
      group,
      z
        .strictObject(
          Object.fromEntries(Object.keys(names).map((name) => [name, texts.optional()])),
        )
        .optional(),
    ]),
  ),
);

/**
 * Adds the wordings of a user's portal to the known ones, for the whole process. Wordings added
 * before are kept: a second call with the same JSON adds nothing.
 * @param json the text of `RACCORD_HOME/wordings.json`.
 * @throws RaccordError CONFIG_INVALID with every mistake at once; nothing is added then.
 */
export function addCustomWordings(json: string): void {
  const added = parseJsonFile(ownWordings, json, FILE);
  for (const [group, names] of Object.entries<Readonly<Record<string, Wording>>>(WORDINGS)) {
    for (const [name, wording] of Object.entries(names)) {
      const known = wording as unknown as string[];
      const own = added[group]?.[name] ?? [];
      known.push(...own.filter((text) => !known.includes(text)));
    }
  }
}

/** Returns the user's additional wordings as JSON; an empty object if there are none. */
export async function readCustomWordings(home: string): Promise<string> {
  return (await ifPresent(readFile(join(home, FILE), 'utf8'))) ?? '{}';
}

/** Returns all wordings that are known, added ones included. */
export function allWordings(): string[] {
  return Object.values<Readonly<Record<string, Wording>>>(WORDINGS).flatMap((group) =>
    Object.values(group).flat(),
  );
}
