import { randomBytes, randomUUID } from 'node:crypto';
import { RaccordError } from '../../errors/raccord-error.ts';
import type { LedgerBackend } from './backend.ts';

/** More than a page of the database: free space in an existing page must not hide a full disk. */
const CANARY_BYTES = 16_384;

/**
 * Verifies, before a form is opened, that a shared ledger stores data: writes a canary, commits it
 * and reads it back over another connection. A file needs none: it has the run's row by then.
 * @throws RaccordError DATABASE_UNSAFE, DATABASE_UNREACHABLE.
 */
export async function probeDatabase({ database, place, isShared }: LedgerBackend): Promise<void> {
  if (!isShared) return;
  const row = { id: randomUUID(), bytes: randomBytes(CANARY_BYTES) };
  await database.connection().execute(async (connection) => {
    await connection.insertInto('canaries').values(row).execute();
    // This connection is in use, so that the pool provides another one.
    const back = await database
      .selectFrom('canaries')
      .select('bytes')
      .where('id', '=', row.id)
      .executeTakeFirst();
    if (back === undefined || !row.bytes.equals(back.bytes)) {
      const reason = 'what was written does not read back the same';
      throw new RaccordError('DATABASE_UNSAFE', { database: place, reason });
    }
    await connection.deleteFrom('canaries').where('id', '=', row.id).execute();
  });
}
