import { randomBytes, randomUUID } from 'node:crypto';
import { RaccordError } from '../../errors/errors.ts';
import type { LedgerBackend } from './backend.ts';

/** More than a page of the database, so that a full disk cannot hide behind room in one. */
const CANARY_BYTES = 16_384;

/**
 * Shows, before a form is opened, that a shared ledger keeps what it is given: a canary is written,
 * committed and read back over another connection. A file needs none: a run's own row is there by then.
 * @throws RaccordError DATABASE_UNSAFE, DATABASE_UNREACHABLE.
 */
export async function probeDatabase({ database, place, isShared }: LedgerBackend): Promise<void> {
  if (!isShared) return;
  const row = { id: randomUUID(), bytes: randomBytes(CANARY_BYTES) };
  await database.connection().execute(async (connection) => {
    await connection.insertInto('canaries').values(row).execute();
    // This connection is taken, so that the pool gives another one.
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
