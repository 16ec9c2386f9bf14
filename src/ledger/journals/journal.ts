import type { Kysely } from 'kysely';
import type { LedgerSchema } from '../database/schema.ts';

/** The portal and run that the rows of a journal belong to. */
export interface JournalPlace {
  readonly database: Kysely<LedgerSchema>;
  readonly portal: string;
  readonly runId: string;
  /** @param transaction the current transaction, if any. */
  now(transaction?: Kysely<LedgerSchema>): Promise<Date>;
}

/** Returns the first columns of each row of a journal. */
export async function rowOf(
  place: JournalPlace,
  transaction?: Kysely<LedgerSchema>,
): Promise<{ at: string; run: string; portal: string }> {
  const at = (await place.now(transaction)).toISOString();
  return { at, run: place.runId, portal: place.portal };
}
