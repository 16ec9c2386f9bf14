import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMarkOfDead, markOf, thisProcess } from '../ledger/lease/process-identity.ts';

/** `raccord-browser-`, the mark of the process, and a suffix that makes each folder unique. */
const NAME = /^raccord-(?:browser|backup)-(.+)-\w{6}$/u;

/** Creates a temporary folder (0700) of this process, for a browser or for a backup. */
export async function makeOwnFolder(of: 'browser' | 'backup'): Promise<string> {
  return mkdtemp(join(tmpdir(), `raccord-${of}-${markOf(thisProcess())}-`));
}

/** Removes such a folder; if a file in it is locked, the next start tries again. */
export async function removeOwnFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
}

/**
 * Removes the folders of processes that have ended: a raccord that was killed leaves its browser's
 * profile behind. Folders of running processes and of other machines are kept.
 */
export async function sweepOwnFolders(parent = tmpdir()): Promise<void> {
  for (const name of await readdir(parent)) {
    const [, mark] = NAME.exec(name) ?? [];
    if (mark !== undefined && isMarkOfDead(mark)) await removeOwnFolder(join(parent, name));
  }
}
