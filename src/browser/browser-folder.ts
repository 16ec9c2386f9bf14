import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMarkOfDead, markOf, thisProcess } from '../ledger/lease/process-identity.ts';

/** `raccord-browser-`, the mark of the process, and what tells its folders apart. */
const NAME = /^raccord-(?:browser|backup)-(.+)-\w{6}$/u;

/** Makes a folder (0700) for temporary files of this process: those of a browser, or of a backup. */
export async function makeOwnFolder(of: 'browser' | 'backup'): Promise<string> {
  return mkdtemp(join(tmpdir(), `raccord-${of}-${markOf(thisProcess())}-`));
}

/** Removes such a folder; where something in it is held fast, the next start tries again. */
export async function removeOwnFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
}

/**
 * Removes the folders of processes that run no more: a raccord that was killed leaves its browser's
 * profile behind. What a living process uses stays, as does what another machine made.
 */
export async function sweepOwnFolders(parent = tmpdir()): Promise<void> {
  for (const name of await readdir(parent)) {
    const [, mark] = NAME.exec(name) ?? [];
    if (mark !== undefined && isMarkOfDead(mark)) await removeOwnFolder(join(parent, name));
  }
}
