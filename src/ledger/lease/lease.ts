import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Clock } from '../../domain/clock.ts';
import { type AnyRaccordError, RaccordError } from '../../errors/raccord-error.ts';
import type { LedgerBackend } from '../database/backend.ts';
import {
  leaseLost,
  locked,
  processColumns,
  processOf,
  readLease,
  type LeaseClaim,
  type LeaseRow,
} from './lease-row.ts';
import { isSurelyDead, thisProcess, type ProcessIdentity } from './process-identity.ts';
import type { LedgerSchema } from '../database/schema.ts';

/** The parts of a ledger that leases use. */
export interface LeaseStore {
  readonly backend: LedgerBackend;
  readonly clock: Clock;
  /** The run that holds the leases. */
  readonly runId?: string;
}

export interface LeaseOptions {
  /** Milliseconds without renewal after which another may acquire the lease. */
  readonly ttlMs: number;
  /** The process that holds it (`thisProcess()`). */
  readonly holder: ProcessIdentity;
  /** raccord's command, shown to a process that finds the lease held. */
  readonly command?: string;
}

/** Time without a renewal after which the holder of a lock counts as dead, in milliseconds. */
const LEASE_TTL = 30_000;

/** Returns the options of a lease that this process holds for a command. */
export function leaseFor(command: string): LeaseOptions {
  return { ttlMs: LEASE_TTL, holder: thisProcess(), command };
}

/**
 * Acquires a lease, which has at most one holder at a time. It is taken over from a holder whose
 * process is dead or whose time is over, under a higher fence. Leases belong to the ledger's file,
 * not to one portal.
 * @throws RaccordError HOME_LOCKED if another holder is alive.
 */
export function acquireLease(
  store: LeaseStore,
  name: string,
  options: LeaseOptions,
): Promise<Lease> {
  return acquireBy(store, options, (transaction, now) =>
    takeLease(store, transaction, { ...options, name, now }),
  );
}

/**
 * Acquires the lease that a transaction takes.
 * @param take receives the transaction and its time in the ledger.
 */
export async function acquireBy(
  store: LeaseStore,
  { ttlMs }: LeaseOptions,
  take: (transaction: Kysely<LedgerSchema>, now: Date) => Promise<LeaseRow>,
): Promise<Lease> {
  const { backend, clock } = store;
  const asked = clock.elapsed();
  const row = await backend.database
    .transaction()
    .execute(async (transaction) => take(transaction, await backend.now(transaction)));
  return new Lease(store, row, ttlMs, asked);
}

interface TakeOptions extends LeaseOptions {
  readonly name: string;
  readonly now: Date;
  /** Returns the error if another holds it; default: HOME_LOCKED. */
  readonly refuse?: (row: LeaseRow) => AnyRaccordError;
}

/** Takes a lease in a transaction and returns its row. */
export async function takeLease(
  store: LeaseStore,
  transaction: Kysely<LedgerSchema>,
  options: TakeOptions,
): Promise<LeaseRow> {
  const { name, now, refuse = locked } = options;
  const previous = await readLease(transaction, name);
  if (previous !== undefined && !isFree(previous, now, store.backend)) throw refuse(previous);
  const taken = newRow(store, options, (previous?.fence ?? 0) + 1);
  const { numInsertedOrUpdatedRows } = await transaction
    .insertInto('leases')
    .values(taken)
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet(taken)
        // Unless another acquired or renewed it since it was read.
        .where('leases.holder', '=', previous?.holder ?? '')
        .where('leases.fence', '=', previous?.fence ?? 0)
        .where('leases.expires_at', '=', previous?.expires_at ?? ''),
    )
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows === 1n) return taken;
  const other = await readLease(transaction, name);
  throw other === undefined ? new Error(`the lease ${name} is gone`) : refuse(other);
}

/** A lease that renews itself until it is released, lost, or its process ends. */
export class Lease implements LeaseClaim {
  readonly name: string;
  readonly holder: string;
  readonly fence: number;
  readonly #store: LeaseStore;
  readonly #ttlMs: number;
  readonly #loss = new AbortController();
  readonly #timer: NodeJS.Timeout;
  /** Time until which it is surely held, as counted by the clock's `elapsed`. */
  #sureUntil: number;
  #renewal: Promise<void> | undefined;
  #release: Promise<void> | undefined;

  /** @param asked the time of the request, as counted by the clock's `elapsed`. */
  constructor(
    store: LeaseStore,
    { name, holder, fence }: LeaseClaim,
    ttlMs: number,
    asked: number,
  ) {
    this.name = name;
    this.holder = holder;
    this.fence = fence;
    this.#store = store;
    this.#ttlMs = ttlMs;
    this.#sureUntil = asked + ttlMs;
    this.#timer = setInterval(() => {
      // If the database does not answer, stop waiting before another may acquire the lease.
      if (this.#renewal !== undefined && store.backend.isShared && this.#isOver()) {
        this.#lose(new RaccordError('LEASE_LOST', {}));
      }
      this.#renewal ??= this.#renew().finally(() => {
        this.#renewal = undefined;
      });
    }, ttlMs / 3);
    // A lease does not keep its process alive.
    this.#timer.unref();
  }

  /** True once it was not renewed in time or found another holder; never false again. */
  get lost(): boolean {
    return this.#loss.signal.aborted;
  }

  /** Aborts with LEASE_LOST when the lease is lost. */
  get signal(): AbortSignal {
    return this.#loss.signal;
  }

  /** Releases the lease, if it is still held, and stops its renewal. Can be called repeatedly. */
  release(): Promise<void> {
    this.#release ??= this.#giveBack();
    return this.#release;
  }

  get #database(): Kysely<LedgerSchema> {
    return this.#store.backend.database;
  }

  async #giveBack(): Promise<void> {
    clearInterval(this.#timer);
    await this.#renewal;
    const now = await this.#store.backend.now();
    await this.#updateOwn({ holder: '', expires_at: now.toISOString() });
  }

  async #renew(): Promise<void> {
    const { backend, clock } = this.#store;
    const asked = clock.elapsed();
    try {
      const now = await backend.now();
      const renewed = await this.#updateOwn({
        renewed_at: now.toISOString(),
        expires_at: expiry(now, this.#ttlMs),
      });
      if (renewed) this.#sureUntil = asked + this.#ttlMs;
      else this.#lose(leaseLost(this, await readLease(this.#database, this.name)));
    } catch (error) {
      // Over a network another attempt may succeed before the lease ends.
      if (backend.isShared && !this.#isOver()) return;
      this.#lose(new RaccordError('LEASE_LOST', {}, error));
    }
  }

  /** Returns true if the next attempt to renew it would be too late. */
  #isOver(): boolean {
    return this.#store.clock.elapsed() + this.#ttlMs / 3 > this.#sureUntil;
  }

  #lose(reason: AnyRaccordError): void {
    clearInterval(this.#timer);
    this.#loss.abort(reason);
  }

  /** Updates the row while it is this lease's; returns false if it is not. */
  async #updateOwn(
    change: Partial<Pick<LeaseRow, 'holder' | 'renewed_at' | 'expires_at'>>,
  ): Promise<boolean> {
    const { numUpdatedRows } = await this.#database
      .updateTable('leases')
      .set(change)
      .where('name', '=', this.name)
      .where('holder', '=', this.holder)
      .where('fence', '=', this.fence)
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  }
}

/** Returns true if anyone may acquire a lease. */
export function isFree(row: LeaseRow, now: Date, { isShared }: LedgerBackend): boolean {
  if (row.holder === '' || row.expires_at <= now.toISOString()) return true;
  // Another machine may have the same host name: its processes cannot be checked here.
  return !isShared && isSurelyDead(processOf(row));
}

function newRow({ backend, runId }: LeaseStore, options: TakeOptions, fence: number): LeaseRow {
  const { name, holder, ttlMs, command = null, now } = options;
  return {
    name,
    holder: randomUUID(),
    ...processColumns(holder),
    command,
    fence,
    acquired_at: now.toISOString(),
    renewed_at: now.toISOString(),
    expires_at: expiry(now, ttlMs),
    // A file has no such column.
    run: backend.isShared ? runId : undefined,
  };
}

function expiry(now: Date, ttlMs: number): string {
  return new Date(now.getTime() + ttlMs).toISOString();
}
