import type { Kysely } from 'kysely';
import type { Clock } from '../domain/clock.ts';
import type { LedgerSchema } from './schema.ts';

/** Where the rows of a journal belong, and who writes them. */
export interface JournalPlace {
  readonly database: Kysely<LedgerSchema>;
  readonly portal: string;
  readonly runId: string;
  readonly clock: Clock;
}

/** What each row of a journal begins with. */
export function rowOf({ portal, runId, clock }: JournalPlace): {
  at: string;
  run: string;
  portal: string;
} {
  return { at: clock.now().toISOString(), run: runId, portal };
}
