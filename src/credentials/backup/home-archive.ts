import Sqlite from 'better-sqlite3';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeOwnFolder, removeOwnFolder, sweepOwnFolders } from '../../browser/browser-folder.ts';
import { RaccordError } from '../../errors/raccord-error.ts';
import { makePrivateFolder, writeDurably } from '../../files/durable-file.ts';
import { ifPresent, listNames } from '../../files/if-present.ts';
import type { HomeFiles } from './archive.ts';
import { FINGERPRINT_FILE, IDENTITY_FILE, RECIPIENTS_FILE } from '../keys/key-files.ts';
import { LEDGER_FILE } from '../../ledger/home-ledger.ts';

/** The files of a home, besides the ledger and the vault, that cannot be created again. */
const SETTINGS = [RECIPIENTS_FILE, FINGERPRINT_FILE, 'wordings.json', 'taught.json'] as const;

const SEALED = /^vault\/\d{14}\/[\w-]+(?:\.\d+)?\.age$/u;

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
    files.set(LEDGER_FILE, await snapshotOf(join(home, LEDGER_FILE), folder));
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
    const bytes = await ifPresent(readFile(join(home, name)));
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
  const ledger = files.get(LEDGER_FILE);
  const others = [...files].filter(([name]) => name !== LEDGER_FILE);
  // Anyone with a public key can seal an archive: only names that belong in a home are written.
  if (ledger === undefined || !others.every(([name]) => isOfHome(name))) {
    throw new RaccordError('ARCHIVE_REFUSED', { file, fault: 'not-an-archive' });
  }
  for (const [name, bytes] of [...others, [LEDGER_FILE, ledger] as const]) {
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

/**
 * Copies a ledger as it is now, even while others use it, by SQLite's own online backup.
 * @param folder a private one, for the temporary copy.
 */
async function snapshotOf(file: string, folder: string): Promise<Buffer> {
  const copy = join(folder, LEDGER_FILE);
  const connection = new Sqlite(file, { readonly: true });
  try {
    await connection.backup(copy);
  } finally {
    connection.close();
  }
  return readFile(copy);
}
