import type { ExpressionBuilder, ExpressionWrapper, Kysely, SqlBool } from 'kysely';
import { z } from 'zod';
import type { EnrolmentRequest } from '../domain/outcome.ts';
import {
  afterLostWorker,
  ROW_STATES,
  type Account,
  type RowReason,
  type RowState,
} from '../domain/account-queue.ts';
import { RaccordError } from '../errors/raccord-error.ts';
import type { Siret } from '../domain/siret.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { LedgerSchema } from '../ledger/database/schema.ts';
import { jsonText } from '../domain/json.ts';

type Transaction = Kysely<LedgerSchema>;

/** A row that was in the queue already. */
export interface KnownRow {
  readonly siret: Siret;
  readonly login: string;
  readonly state: RowState;
}

export interface Added {
  readonly queued: readonly Siret[];
  readonly known: readonly KnownRow[];
}

/** A row as reported to people. */
export interface QueuedRow extends KnownRow {
  readonly portal: string;
  readonly reason?: RowReason;
  readonly lostWorkers: number;
  readonly worker?: string;
  readonly queuedAt: string;
  readonly since: string;
}

/**
 * Adds SIRETs to the queue and offers their account, in one transaction. A done or failed one is
 * added again; a waiting, running or parked one stays unchanged.
 */
export function addRows(
  { database, backend }: Ledger,
  { portal, login }: Account,
  requests: readonly EnrolmentRequest[],
  offer: (transaction: Transaction) => Promise<void>,
): Promise<Added> {
  return database.transaction().execute(async (transaction) => {
    const at = (await backend.now(transaction)).toISOString();
    const queued = new Set<Siret>();
    // In a fixed order, so that two calls never deadlock.
    const inOrder = [...requests.entries()].sort(([, one], [, other]) =>
      one.siret < other.siret ? -1 : 1,
    );
    for (const [position, request] of inOrder) {
      const { siret } = request;
      const fresh = {
        ...{ login, position, request: jsonText(request), queued_at: at, since: at },
        ...({ state: 'waiting', reason: null, lost_workers: 0 } as const),
        ...{ worker: null, fence: null },
      };
      const { numInsertedOrUpdatedRows } = await transaction
        .insertInto('queue_rows')
        .values({ portal, siret, ...fresh })
        .onConflict((conflict) =>
          conflict
            .columns(['portal', 'siret'])
            .doUpdateSet(fresh)
            .where('queue_rows.state', 'in', ['done', 'failed']),
        )
        .executeTakeFirst();
      if (numInsertedOrUpdatedRows === 1n) queued.add(siret);
    }
    const isQueued = ({ siret }: EnrolmentRequest): boolean => queued.has(siret);
    const others = requests.filter((request) => !isQueued(request));
    const known = await knownRows(transaction, portal, others);
    if (queued.size > 0) await offer(transaction);
    return { queued: requests.filter(isQueued).map(({ siret }) => siret), known };
  });
}

async function knownRows(
  transaction: Transaction,
  portal: string,
  requests: readonly EnrolmentRequest[],
): Promise<KnownRow[]> {
  if (requests.length === 0) return [];
  const rows = await transaction
    .selectFrom('queue_rows')
    .select(['siret', 'login', 'state'])
    .where('portal', '=', portal)
    .where(
      'siret',
      'in',
      requests.map(({ siret }) => siret),
    )
    .orderBy('position')
    .execute();
  return rows.map((row) => ({ ...row, siret: row.siret as Siret }));
}

const contact = z.object({
  name: z.string(),
  phone: z.string(),
  email: z.string(),
  fax: z.string().optional(),
});

const request = z.object({
  only: z.enum(['connection', 'account']).optional(),
  applicationName: z.string().optional(),
  contact,
  accountEmail: z.string().optional(),
  fromRoster: z.array(z.enum(['name', 'phone', 'email', 'fax'])).optional(),
  newAccount: z.boolean(),
});

/**
 * Reads the requests that wait for an account: those without vanished workers first, then in the
 * order of the rosters.
 * @throws RaccordError LEDGER_DAMAGED if raccord cannot have written it.
 */
export async function waitingRequests(
  { database, backend }: Ledger,
  { portal, login }: Account,
): Promise<EnrolmentRequest[]> {
  const rows = await database
    .selectFrom('queue_rows')
    .select(['siret', 'request'])
    .where((is) => is.and({ portal, login, state: 'waiting' }))
    .orderBy('lost_workers')
    .orderBy('queued_at')
    .orderBy('position')
    .execute();
  return rows.map(({ siret, request: text }) => {
    const read = request.safeParse(JSON.parse(text));
    if (!read.success) {
      const reason = `queue_rows ${siret}: ${read.error.message}`;
      throw new RaccordError('LEDGER_DAMAGED', { file: backend.place, reason });
    }
    const { contact: whom, ...asked } = read.data;
    return { ...asked, siret: siret as Siret, contact: whom };
  });
}

/**
 * Takes a row for a worker under the ledger's lease.
 * @returns false if it no longer waits.
 * @throws RaccordError LEASE_LOST.
 */
export function takeRow(
  ledger: Ledger,
  { portal, login }: Account,
  siret: Siret,
  worker: string,
): Promise<boolean> {
  return ledger.underLease(async (transaction, { fence }) => {
    const since = (await ledger.now(transaction)).toISOString();
    const { numUpdatedRows } = await transaction
      .updateTable('queue_rows')
      .set({ state: 'running', worker, fence, since })
      .where((is) => is.and({ portal, login, siret, state: 'waiting' }))
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  });
}

/**
 * Records the state of a row that was taken under the ledger's lease.
 * @throws RaccordError LEASE_LOST.
 */
export function settleRow(
  ledger: Ledger,
  { portal, login }: Account,
  siret: Siret,
  { state, reason = null }: { state: RowState; reason?: RowReason | null },
): Promise<void> {
  return ledger.underLease(async (transaction, { fence }) => {
    const since = (await ledger.now(transaction)).toISOString();
    await transaction
      .updateTable('queue_rows')
      .set({ state, reason, since })
      .where((is) => is.and({ portal, login, siret, state: 'running', fence }))
      .execute();
  });
}

/**
 * Recovers the rows of an account's vanished workers. Nobody works on them: the ledger's lease is
 * the account's.
 * @returns the parked SIRETs.
 * @throws RaccordError LEASE_LOST.
 */
export function recoverRows(ledger: Ledger, { portal, login }: Account): Promise<Siret[]> {
  return ledger.underLease(async (transaction, { fence }) => {
    const since = (await ledger.now(transaction)).toISOString();
    const lost = await transaction
      .selectFrom('queue_rows')
      .select(['siret', 'lost_workers'])
      .where((is) => is.and({ portal, login, state: 'running' }))
      .where('fence', '<>', fence)
      .orderBy('siret')
      .execute();
    const parked: Siret[] = [];
    for (const { siret, lost_workers: before } of lost) {
      const { state, reason = null } = afterLostWorker(before + 1);
      if (state === 'parked') parked.push(siret as Siret);
      await transaction
        .updateTable('queue_rows')
        .set({ state, reason, since, lost_workers: before + 1 })
        .where((is) => is.and({ portal, siret }))
        .execute();
    }
    return parked;
  });
}

/**
 * Requeues rows that failed under the ledger's lease for a reason that is not their own.
 * @throws RaccordError LEASE_LOST.
 */
export function giveBackFailed(
  ledger: Ledger,
  { portal, login }: Account,
  reason: RowReason,
): Promise<void> {
  return ledger.underLease(async (transaction, { fence }) => {
    const since = (await ledger.now(transaction)).toISOString();
    const failed = await lockRows(transaction, (is) =>
      is.and({ portal, login, state: 'failed', reason, fence }),
    );
    if (failed.length === 0) return;
    await transaction
      .updateTable('queue_rows')
      .set({ state: 'waiting', reason: null, since })
      .where('portal', '=', portal)
      .where('siret', 'in', siretsOf(failed))
      .execute();
  });
}

/**
 * Requeues parked and failed rows.
 * @param sirets only these; if absent, all.
 * @param offer tells workers, in the same transaction, that these administrator accounts have work.
 * @returns the SIRETs of the requeued rows.
 */
export function retryRows(
  { database, backend }: Ledger,
  portal: string,
  sirets: readonly Siret[] | undefined,
  offer: (transaction: Transaction, logins: readonly string[]) => Promise<void>,
): Promise<Siret[]> {
  return database.transaction().execute(async (transaction) => {
    const since = (await backend.now(transaction)).toISOString();
    const rows = await lockRows(transaction, (is) =>
      is.and([
        is.and({ portal }),
        is('state', 'in', ['parked', 'failed']),
        ...(sirets === undefined ? [] : [is('siret', 'in', [...sirets])]),
      ]),
    );
    if (rows.length === 0) return [];
    await transaction
      .updateTable('queue_rows')
      .set({ state: 'waiting', reason: null, lost_workers: 0, since })
      .where('portal', '=', portal)
      .where('siret', 'in', siretsOf(rows))
      .execute();
    await offer(transaction, [...new Set(rows.map(({ login }) => login))].sort());
    return siretsOf(rows);
  });
}

/** Locks rows in the order of {@link addRows}, so that no two calls ever deadlock. */
async function lockRows(
  transaction: Transaction,
  wanted: (
    is: ExpressionBuilder<LedgerSchema, 'queue_rows'>,
  ) => ExpressionWrapper<LedgerSchema, 'queue_rows', SqlBool>,
): Promise<{ siret: string; login: string }[]> {
  return transaction
    .selectFrom('queue_rows')
    .select(['siret', 'login'])
    .where(wanted)
    .orderBy('siret')
    .forUpdate()
    .execute();
}

function siretsOf(rows: readonly { readonly siret: string }[]): Siret[] {
  // Only validated SIRETs are ever queued.
  return rows.map(({ siret }) => siret as Siret);
}

/** Reads the rows in some states, for all portals of the database, in the order of arrival. */
export async function listRows(
  { database }: Ledger,
  states: readonly RowState[] = ROW_STATES,
): Promise<QueuedRow[]> {
  const rows = await database
    .selectFrom('queue_rows')
    .selectAll()
    .where('state', 'in', [...states])
    .orderBy('portal')
    .orderBy('login')
    .orderBy('queued_at')
    .orderBy('position')
    .execute();
  return rows.map((row) => ({
    ...{ portal: row.portal, siret: row.siret as Siret, login: row.login, state: row.state },
    ...{ lostWorkers: row.lost_workers, queuedAt: row.queued_at, since: row.since },
    reason: row.reason ?? undefined,
    worker: row.worker ?? undefined,
  }));
}
