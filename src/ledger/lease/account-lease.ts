/**
 * Leases of the right to write on the portal, per administrator account.
 *
 * In a ledger that several machines share, each administrator account has its own lease, so that
 * two machines can work on two accounts at once and one account has one holder:
 *
 *     const lease = await acquireAccountLease(ledger, account, { ttlMs, holder, command });
 *     try {
 *       await work(ledger.under(lease), lease.signal);
 *     } finally {
 *       await lease.release();
 *     }
 *     for (const { account, holder } of await listHolders(ledger)) …
 *
 * - A lease renews itself each third of its term, by the database's time, until it is released.
 *   When it is lost, `lease.signal` aborts with LEASE_LOST, and nothing more is recorded under it.
 * - ACCOUNT_LOCKED names the account's holder and its start time. When a holder stops renewing, the
 *   next one can acquire the lease after its term, whatever the state of the first process.
 * - The lease of the whole ledger excludes those of all accounts, and vice versa. It is for work on
 *   every SIRET, and for runs in which a person signs in with an account of their choice.
 *
 * A ledger in a file has one lock for all of these: one process at a time works on a home.
 */
import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { type AnyRaccordError, RaccordError } from '../../errors/raccord-error.ts';
import type { Holder } from '../../domain/holder.ts';
import { holderOf, locked, type LeaseRow, readLease } from './lease-row.ts';
import {
  acquireBy,
  acquireLease,
  isFree,
  takeLease,
  type Lease,
  type LeaseOptions,
  type LeaseStore,
} from './lease.ts';
import type { LedgerSchema } from '../database/schema.ts';
import type { Account } from '../../domain/account-queue.ts';

/** Returns an account's identifier that hides its login. The portal ignores the case of a login. */
export function accountDigest({ portal, login }: Account): string {
  return `${portalDigest(portal)}-${digestOf(login.trim().toLowerCase())}`;
}

/** Returns the prefix of the digests of all accounts of a portal. */
export function portalDigest(portal: string): string {
  return digestOf(portal.toLowerCase());
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** The name of the whole ledger's lease, and the prefix of those of accounts. */
const WHOLE = 'writer';

const OF_ACCOUNTS = `${WHOLE}:`;

/** A held lease and its holder. */
export interface LeaseHolder {
  /** The account's digest (`accountDigest`); absent if the whole ledger is held. */
  readonly account?: string;
  readonly holder: Holder;
  readonly fence: number;
  /** The run that holds it; absent in a file, which does not record it. */
  readonly run?: string;
  /** ISO time until which nobody else can acquire it. */
  readonly expiresAt: string;
}

/**
 * Acquires an administrator's account, so that nobody else writes on the portal with it.
 * @throws RaccordError ACCOUNT_LOCKED if another holds it, HOME_LOCKED if the whole ledger is held.
 */
export function acquireAccountLease(
  store: LeaseStore,
  account: Account,
  options: LeaseOptions,
): Promise<Lease> {
  const { backend } = store;
  if (!backend.isShared) return acquireLease(store, WHOLE, options);
  const refuse = (row: LeaseRow): AnyRaccordError =>
    new RaccordError('ACCOUNT_LOCKED', {
      ...account,
      holder: holderOf(row),
      database: backend.place,
    });
  return acquireBy(store, options, async (transaction, now) => {
    await expectWholeFree(transaction, now);
    const name = OF_ACCOUNTS + accountDigest(account);
    return takeLease(store, transaction, { ...options, name, now, refuse });
  });
}

/**
 * Acquires the whole ledger, so that nobody else writes with any account.
 * @throws RaccordError HOME_LOCKED naming its holder, or that of one of its accounts.
 */
export function acquireWholeLease(store: LeaseStore, options: LeaseOptions): Promise<Lease> {
  if (!store.backend.isShared) return acquireLease(store, WHOLE, options);
  return acquireBy(store, options, async (transaction, now) => {
    // The row of the whole ledger always comes before those of accounts, to prevent deadlocks.
    const row = await takeLease(store, transaction, { ...options, name: WHOLE, now });
    await expireLeases(transaction, now, 'like', `${OF_ACCOUNTS}%`);
    const held = await transaction
      .selectFrom('leases')
      .selectAll()
      .where('name', 'like', `${OF_ACCOUNTS}%`)
      .where('holder', '!=', '')
      .limit(1)
      .executeTakeFirst();
    if (held !== undefined) throw locked(held);
    return row;
  });
}

/** Lists the current holders: accounts by their digest, or the holder of the whole ledger. */
export async function listHolders({ backend }: LeaseStore): Promise<LeaseHolder[]> {
  const now = await backend.now();
  const rows = await backend.database
    .selectFrom('leases')
    .selectAll()
    .where((is) => is.or([is('name', '=', WHOLE), is('name', 'like', `${OF_ACCOUNTS}%`)]))
    .orderBy('acquired_at')
    .execute();
  return rows
    .filter((row) => !isFree(row, now, backend))
    .map((row) => ({
      ...(row.name !== WHOLE && { account: row.name.slice(OF_ACCOUNTS.length) }),
      ...{ holder: holderOf(row), fence: row.fence, expiresAt: row.expires_at },
      run: typeof row.run === 'string' ? row.run : undefined,
    }));
}

/** Prevents others from acquiring the whole ledger until the end of the transaction. */
async function expectWholeFree(transaction: Kysely<LedgerSchema>, now: Date): Promise<void> {
  // Only an existing row can be locked.
  await transaction
    .insertInto('leases')
    .values(NEVER_TAKEN)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await expireLeases(transaction, now, '=', WHOLE);
  const row = await transaction
    .selectFrom('leases')
    .selectAll()
    .where('name', '=', WHOLE)
    .forShare()
    .executeTakeFirstOrThrow();
  if (row.holder !== '') throw locked(row);
}

/** Releases expired leases, so that their holders find them lost, as if taken by another. */
async function expireLeases(
  transaction: Kysely<LedgerSchema>,
  now: Date,
  comparison: '=' | 'like',
  name: string,
): Promise<void> {
  await transaction
    .updateTable('leases')
    .set({ holder: '' })
    .where('name', comparison, name)
    .where('holder', '!=', '')
    .where('expires_at', '<=', now.toISOString())
    .execute();
}

const NEVER_TAKEN: LeaseRow = {
  ...{ name: WHOLE, holder: '', pid: 0, host: '', process_start: null, command: null, fence: 0 },
  ...{ acquired_at: '', renewed_at: '', expires_at: '', run: null },
};

/** A lease whose holder is alive, as far as this machine can tell. */
export interface HeldLease extends Pick<LeaseHolder, 'account' | 'run' | 'holder'> {
  /** Its purpose: to write on the portal, or to deliver credentials. */
  readonly name: 'writer' | 'deliverer';
}

/** Reads the leases that are held now. */
export async function readHeldLeases(store: LeaseStore): Promise<HeldLease[]> {
  const { backend } = store;
  const writers = await listHolders(store);
  const deliverer = await readLease(backend.database, 'deliverer');
  const isHeld = deliverer !== undefined && !isFree(deliverer, await backend.now(), backend);
  return [
    ...writers.map((holder): HeldLease => ({ ...holder, name: 'writer' })),
    ...(isHeld ? [{ name: 'deliverer' as const, holder: holderOf(deliverer) }] : []),
  ];
}
