import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeOwnFolder, removeOwnFolder, sweepOwnFolders } from '../../browser/browser-folder.ts';
import type { Config } from '../../config/config.ts';
import { RaccordError } from '../../errors/raccord-error.ts';
import { makePrivateFolder, writeDurably } from '../../files/durable-file.ts';
import { listNames } from '../../files/list-names.ts';
import { systemCodeOf } from '../../errors/unwritable-reason.ts';
import { snapshotOf } from '../../ledger/snapshot.ts';
import type { HomeFiles } from './archive.ts';
import { FINGERPRINT_FILE, IDENTITY_FILE, RECIPIENTS_FILE } from '../keys/key-files.ts';

const LEDGER = 'ledger.db';

/** The files of a home, besides the ledger and the vault, that cannot be created again. */
const SETTINGS = [RECIPIENTS_FILE, FINGERPRINT_FILE, 'wordings.json'] as const;

const SEALED = /^vault\/\d{14}\/[\w-]+(?:\.\d+)?\.age$/u;

/**
 * Checks that the ledger is in the home.
 * @throws RaccordError CONFIG_INVALID if it is in a database, outside the home's files.
 */
export function expectLedgerInFile({ database }: Pick<Config, 'database'>): void {
  if (database === undefined) return;
  const reason = { key: 'database-not-in-backups' } as const;
  const problems = [{ place: 'RACCORD_DATABASE_URL', reason }];
  throw new RaccordError('CONFIG_INVALID', { problems });
}

/**
 * Reads the files of a home worth backing up, under its lock: the current ledger, every sealed
 * credential, settings; not the signed-in session, evidence and reports.
 * @param withKeys whether to include the private key if it is in the home.
 */
export async function readHome(home: string, withKeys: boolean): Promise<HomeFiles> {
  const files = new Map<string, Uint8Array>();
  await sweepOwnFolders();
  const folder = await makeOwnFolder('backup');
  try {
    files.set(LEDGER, await snapshotOf(join(home, LEDGER), folder));
  } finally {
    await removeOwnFolder(folder);
  }
  for (const siret of await listNames(join(home, 'vault'))) {
    for (const name of await listNames(join(home, 'vault', siret))) {
      const path = `vault/${siret}/${name}`;
      // A file left half-written by a killed process has another name.
      if (SEALED.test(path)) files.set(path, await readFile(join(home, path)));
    }
  }
  for (const name of withKeys ? [...SETTINGS, IDENTITY_FILE] : SETTINGS) {
    const bytes = await read(join(home, name));
    if (bytes !== undefined) files.set(name, bytes);
  }
  return files;
}

/**
 * Writes the files of an archive into a home, the ledger last: if it exists, all files do.
 * @param file the archive's name, for messages.
 * @throws RaccordError HOME_NOT_EMPTY, ARCHIVE_REFUSED if a file does not belong in a home;
 * UnwritableError.
 */
export async function writeHome(home: string, file: string, files: HomeFiles): Promise<void> {
  await expectEmpty(home);
  const ledger = files.get(LEDGER);
  const others = [...files].filter(([name]) => name !== LEDGER);
  // Anyone with a public key can seal an archive: only names that belong in a home are written.
  if (ledger === undefined || !others.every(([name]) => isOfHome(name))) {
    throw new RaccordError('ARCHIVE_REFUSED', { file, fault: 'not-an-archive' });
  }
  for (const [name, bytes] of [...others, [LEDGER, ledger] as const]) {
    const path = join(home, ...name.split('/'));
    await makePrivateFolder(dirname(path));
    await writeDurably(path, bytes, { exclusive: true });
  }
}

/** @throws RaccordError HOME_NOT_EMPTY: existing files are never overwritten. */
export async function expectEmpty(home: string): Promise<void> {
  if ((await listNames(home)).length > 0) throw new RaccordError('HOME_NOT_EMPTY', { path: home });
}

function isOfHome(name: string): boolean {
  return SEALED.test(name) || [...SETTINGS, IDENTITY_FILE].includes(name);
}

async function read(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
