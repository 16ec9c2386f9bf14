import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';

/**
 * Copies a ledger as it is now, even while others use it, by SQLite's own online backup.
 * @param folder a private one, for the temporary copy.
 */
export async function snapshotOf(file: string, folder: string): Promise<Buffer> {
  const copy = join(folder, 'ledger.db');
  const connection = new Sqlite(file, { readonly: true });
  try {
    await connection.backup(copy);
  } finally {
    connection.close();
  }
  return readFile(copy);
}
