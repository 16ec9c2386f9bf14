import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import type { LedgerSchema } from './database/schema.ts';

const INTENT = z.object({ applicationName: z.string() });

/** Events that end a declaration without success, in the terms of both tables. */
export const ENDS_A_NAME: readonly string[] = [
  'not-seen',
  'seen-other',
  'settled-absent',
  'refuted',
  'absence-confirmed',
];

/** A row of an intended declaration that has not ended without success. */
interface IntentRow {
  readonly siret: string;
  readonly data: string;
}

/**
 * Reads the intended declarations of a portal, except unsuccessful ones. The database selects their
 * rows, since this runs for each declared SIRET.
 */
export async function readNameIntents(
  database: Kysely<LedgerSchema>,
  portal: string,
): Promise<readonly IntentRow[]> {
  const { rows } = await sql<IntentRow>`
    select siret, data from connection_events as intent
    where portal = ${portal} and event = 'intended' and not exists (
      select 1 from connection_events as later
      where later.portal = intent.portal and later.siret = intent.siret
        and (later.age, later.id) > (intent.age, intent.id) and later.event in (${sql.join(ENDS_A_NAME)})
    )`.execute(database);
  return rows;
}

/** Reads the names that unfinished rows of a portal's queue ask for; it exists in a shared database. */
export async function readQueuedNames(
  database: Kysely<LedgerSchema>,
  portal: string,
): Promise<readonly string[]> {
  // A queue is a host's, with its port; a ledger is a host name's.
  const { rows } = await sql<{ name: string }>`
    select distinct request::jsonb ->> 'applicationName' as name from queue_rows
    where regexp_replace(portal, ':\\d+$', '') = ${portal} and state not in ('done', 'failed')
      and request::jsonb ->> 'applicationName' is not null`.execute(database);
  return rows.map(({ name }) => name);
}

/** @throws Error if the row cannot have been written by raccord. */
export function parseNameIntent({ data }: Pick<IntentRow, 'data'>): string {
  return INTENT.parse(JSON.parse(data)).applicationName;
}
