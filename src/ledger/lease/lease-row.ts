import type { Kysely, Selectable } from 'kysely';
import { RaccordError } from '../../errors/errors.ts';
import type { Holder } from '../../domain/holder.ts';
import type { LedgerBackend } from '../database/backend.ts';
import type { ProcessIdentity } from './process-identity.ts';
import type { LedgerSchema } from '../database/schema.ts';

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
  return rowOf(database, name).executeTakeFirst();
}

/** Reads a lease so that nobody else takes it before the end of the transaction. */
function holdLease(
  { isShared }: LedgerBackend,
  transaction: Kysely<LedgerSchema>,
  name: string,
): Promise<LeaseRow | undefined> {
  const row = rowOf(transaction, name);
  // In a file, a transaction keeps all others out.
  return (isShared ? row.forShare() : row).executeTakeFirst();
}

function rowOf(database: Kysely<LedgerSchema>, name: string) {
  return database.selectFrom('leases').selectAll().where('name', '=', name);
}

/**
 * To be called in the transaction that records an intent, and again before what was intended is
 * done: a worker that lost its lease must not click.
 * @returns how many milliseconds are left of the lease.
 * @throws RaccordError LEASE_LOST where the lease has expired or is another's.
 */
export async function assertLeaseHeld(
  backend: LedgerBackend,
  transaction: Kysely<LedgerSchema>,
  claim: LeaseClaim,
): Promise<number> {
  const row = await holdLease(backend, transaction, claim.name);
  const now = await backend.now(transaction);
  if (!isOwn(claim, row) || row.expires_at <= now.toISOString()) throw leaseLost(claim, row);
  return Date.parse(row.expires_at) - now.getTime();
}

/**
 * To be called in the transaction that records anything else: what a worker that was overtaken
 * believes is out of date. One that merely overslept may still say what it saw.
 * @throws RaccordError LEASE_LOST where another has taken the lease, or it was given back.
 */
export async function assertLeaseOwn(
  backend: LedgerBackend,
  transaction: Kysely<LedgerSchema>,
  claim: LeaseClaim,
): Promise<void> {
  const row = await holdLease(backend, transaction, claim.name);
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

/** Returns the error that names who holds a lease. */
export function locked(row: LeaseRow): RaccordError<'HOME_LOCKED'> {
  return new RaccordError('HOME_LOCKED', { holder: holderOf(row) });
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
