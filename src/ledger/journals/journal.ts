import type { Kysely } from 'kysely';
import type { LedgerSchema } from '../database/schema.ts';

/** Where the rows of a journal belong, and who writes them. */
export interface JournalPlace {
  readonly database: Kysely<LedgerSchema>;
  readonly portal: string;
  readonly runId: string;
  /** @param transaction the one that asks, if there is one. */
  now(transaction?: Kysely<LedgerSchema>): Promise<Date>;
}

/** Returns what each row of a journal begins with. */
export async function rowOf(
  place: JournalPlace,
  transaction?: Kysely<LedgerSchema>,
): Promise<{ at: string; run: string; portal: string }> {
  const at = (await place.now(transaction)).toISOString();
  return { at, run: place.runId, portal: place.portal };
}
