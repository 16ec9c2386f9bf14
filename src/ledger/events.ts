import type { Kysely } from 'kysely';
import type { Enrolment } from '../domain/enrolment.ts';
import type { LedgerEvent } from '../domain/ledger-event.ts';
import type { Siret } from '../domain/siret.ts';
import { eventData, parseEvent, type EventRow } from './event-json.ts';
import type { JournalPlace } from './journals/journal.ts';
import { asResealed, type Reseal } from './journals/reseals.ts';
import type { LedgerSchema } from './database/schema.ts';

export type StoredRow = EventRow & { readonly siret: string };

/** Events by SIRET, each list oldest first; SIRETs in order of their first event. */
export type Events = ReadonlyMap<Siret, readonly LedgerEvent[]>;

/** @throws Error if a row cannot have been written by raccord. */
export function parseRows(rows: readonly StoredRow[]): Events {
  const events = new Map<Siret, LedgerEvent[]>();
  for (const row of rows) {
    // Only validated SIRETs are ever written.
    const siret = row.siret as Siret;
    const own = events.get(siret);
    if (own === undefined) events.set(siret, [parseEvent(row)]);
    else own.push(parseEvent(row));
  }
  return events;
}

/** Returns the ids of the credentials in events. */
export function credentialIdsIn(events: Events): string[] {
  return [...events.values()].flatMap((own) =>
    own.flatMap(({ event }) => ('credential' in event ? [event.credential.id] : [])),
  );
}

/** Returns the event with its credential's current file. */
export function withReseal(
  happened: LedgerEvent,
  reseals: ReadonlyMap<string, Reseal>,
): LedgerEvent {
  const { event } = happened;
  if (!('credential' in event)) return happened;
  const credential = asResealed(event.credential, reseals);
  return { ...happened, event: { ...event, credential } } as LedgerEvent;
}

/**
 * Reads the rows of all SIRETs of a portal, or of one, oldest first. Those of the earlier tables,
 * which are no longer written, come before all others.
 */
export async function readRows(
  database: Kysely<LedgerSchema>,
  portal: string,
  siret?: Siret,
): Promise<readonly StoredRow[]> {
  let transitions = database
    .selectFrom('transitions')
    .select(['at', 'siret', 'half as stream', 'event', 'data'])
    .where('portal', '=', portal)
    .orderBy('id');
  let renewals = database
    .selectFrom('renewals')
    .select(['at', 'siret', 'login as subject', 'event', 'data'])
    .where('portal', '=', portal)
    .orderBy('id');
  let events = database
    .selectFrom('events')
    .select(['at', 'siret', 'stream', 'subject', 'event', 'data'])
    .where('portal', '=', portal)
    .orderBy('id');
  if (siret !== undefined) {
    transitions = transitions.where('siret', '=', siret);
    renewals = renewals.where('siret', '=', siret);
    events = events.where('siret', '=', siret);
  }
  const resources = (await transitions.execute()).map((row) => ({ ...row, subject: '' }));
  const resets = (await renewals.execute()).map((row) => ({ ...row, stream: 'renewal' as const }));
  return [...merged(resources, resets), ...(await events.execute())];
}

/** Merges two tables by time; each keeps its own order, regardless of clock changes. */
function merged(one: readonly StoredRow[], other: readonly StoredRow[]): StoredRow[] {
  const rows: StoredRow[] = [];
  let next = 0;
  for (const row of one) {
    for (let before = other[next]; before !== undefined && before.at < row.at;) {
      rows.push(before);
      before = other[(next += 1)];
    }
    rows.push(row);
  }
  return [...rows, ...other.slice(next)];
}

/** Records an event, and the SIRET's state after it, in the transaction that read it. */
export async function insertEvent(
  transaction: Kysely<LedgerSchema>,
  { portal, runId: run }: JournalPlace,
  happened: LedgerEvent,
  { siret, connection, account }: Enrolment,
): Promise<void> {
  const { at, stream, event } = happened;
  const subject = happened.stream === 'renewal' ? happened.login : '';
  const states = { connection: connection.state, account: account.state };
  const row = { at, run, portal, siret, stream, subject, event: event.kind };
  await transaction
    .insertInto('events')
    .values({ ...row, data: eventData(happened), ...states })
    .execute();
}

/** Reads the portals with any event of a connection, account or password. */
export async function readPortals(database: Kysely<LedgerSchema>): Promise<readonly string[]> {
  const rows = await database
    .selectFrom('events')
    .select('portal')
    .union(database.selectFrom('transitions').select('portal'))
    .union(database.selectFrom('renewals').select('portal'))
    .execute();
  return rows.map(({ portal }) => portal).sort();
}
