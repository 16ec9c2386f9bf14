import type { Kysely, Selectable } from 'kysely';
import { RaccordError } from '../../errors/raccord-error.ts';
import type { Holder } from '../../domain/holder.ts';
import type { LedgerBackend } from '../database/backend.ts';
import type { ProcessIdentity } from './process-identity.ts';
import type { LedgerSchema } from '../database/schema.ts';

export type LeaseRow = Selectable<LedgerSchema['leases']>;

/** The proof that a lease is held: until it ends, its row has the same values. */
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

/** Locks a lease's row against other holders until the end of the transaction. */
function holdLease(
  { isShared }: LedgerBackend,
  transaction: Kysely<LedgerSchema>,
  name: string,
): Promise<LeaseRow | undefined> {
  const row = rowOf(transaction, name);
  // In a file, a transaction excludes all others.
  return (isShared ? row.forShare() : row).executeTakeFirst();
}

function rowOf(database: Kysely<LedgerSchema>, name: string) {
  return database.selectFrom('leases').selectAll().where('name', '=', name);
}

/**
 * Checks that a lease is held. Call it in the transaction that records an intent, and again before
 * the intended action: a worker that lost its lease must not click.
 * @returns the milliseconds left of the lease.
 * @throws RaccordError LEASE_LOST if the lease has expired or another holds it.
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
 * Checks that a lease was not taken over. Call it in the transaction that records anything else: an
 * overtaken worker's view is out of date. One that only expired may still record what it saw.
 * @throws RaccordError LEASE_LOST if another has acquired the lease, or it was released.
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

/** Returns LEASE_LOST naming the lease's current holder; without one if it only expired. */
export function leaseLost(
  claim: LeaseClaim,
  row: LeaseRow | undefined,
): RaccordError<'LEASE_LOST'> {
  const free = row === undefined || row.holder === '' || row.holder === claim.holder;
  return new RaccordError('LEASE_LOST', free ? {} : { holder: holderOf(row) });
}

/** Returns the error that names a lease's holder. */
export function locked(row: LeaseRow): RaccordError<'HOME_LOCKED'> {
  return new RaccordError('HOME_LOCKED', { holder: holderOf(row) });
}

/** Returns the holder of a lease, for messages. */
export function holderOf({ pid, host, acquired_at: since, command }: LeaseRow): Holder {
  return { pid, host, since, command: command ?? undefined };
}

/** Returns the columns that name a process. Its start stands with the space that it counts in. */
export function processColumns({ pid, host, start, space }: ProcessIdentity) {
  const told = [start ?? '', space ?? ''].join(' ').trimEnd();
  return { pid, host, process_start: told === '' ? null : told };
}

/** Returns the process that holds a lease; an earlier version of raccord told no space. */
export function processOf({ pid, host, process_start: told }: LeaseRow): ProcessIdentity {
  const [start, space] = (told ?? '').split(' ');
  return { pid, host, start: start === '' ? undefined : start, space };
}
