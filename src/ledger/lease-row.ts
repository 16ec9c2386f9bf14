import type { Kysely, Selectable } from 'kysely';
import { RaccordError } from '../domain/errors.ts';
import type { Holder } from '../domain/holder.ts';
import type { ProcessIdentity } from './process-identity.ts';
import type { LedgerSchema } from './schema.ts';

export type LeaseRow = Selectable<LedgerSchema['leases']>;

/** What proves that a lease is held: as long as it is, its row says the same. */
export interface LeaseClaim {
  readonly name: string;
  readonly holder: string;
  readonly fence: number;
}

export function readLease(
  database: Kysely<LedgerSchema>,
  name: string,
): Promise<LeaseRow | undefined> {
  return database.selectFrom('leases').selectAll().where('name', '=', name).executeTakeFirst();
}

/**
 * To be called in the transaction that records an intent, and again before what was intended is
 * done: a worker that lost its lease must not click.
 * @throws RaccordError LEASE_LOST where the lease has expired or is another's.
 */
export async function assertLeaseHeld(
  database: Kysely<LedgerSchema>,
  claim: LeaseClaim,
  now: Date,
): Promise<void> {
  const row = await readLease(database, claim.name);
  if (!isOwn(claim, row) || row.expires_at <= now.toISOString()) throw leaseLost(claim, row);
}

/**
 * To be called in the transaction that records anything else: what a worker that was overtaken
 * believes is out of date. One that merely overslept may still say what it saw.
 * @throws RaccordError LEASE_LOST where another has taken the lease, or it was given back.
 */
export async function assertLeaseOwn(
  transaction: Kysely<LedgerSchema>,
  claim: LeaseClaim,
): Promise<void> {
  const row = await readLease(transaction, claim.name);
  if (!isOwn(claim, row)) throw leaseLost(claim, row);
}

function isOwn(claim: LeaseClaim, row: LeaseRow | undefined): row is LeaseRow {
  return row?.holder === claim.holder && row.fence === claim.fence;
}

/** LEASE_LOST naming who holds the lease now; nobody where it merely expired. */
export function leaseLost(
  claim: LeaseClaim,
  row: LeaseRow | undefined,
): RaccordError<'LEASE_LOST'> {
  const free = row === undefined || row.holder === '' || row.holder === claim.holder;
  return new RaccordError('LEASE_LOST', free ? {} : { holder: holderOf(row) });
}

/** The holder of a lease, for messages. */
export function holderOf({ pid, host, acquired_at: since, command }: LeaseRow): Holder {
  return { pid, host, since, ...(command !== null && { command }) };
}

/** The process that holds a lease. */
export function processOf(row: LeaseRow): ProcessIdentity {
  const { pid, host, process_start: start } = row;
  return { pid, host, ...(start !== null && { start }) };
}
