import type { Holder } from '../domain/holder.ts';
import {
  ROW_STATES,
  type Account,
  type AccountStatus,
  type Pause,
  type PauseReason,
  type RowState,
} from '../domain/account-queue.ts';
import { accountDigest, listHolders } from '../ledger/lease/account-lease.ts';
import type { Ledger } from '../ledger/ledger.ts';

/** The state of an account of the queue, with all its rows counted. */
export interface AccountOverview extends AccountStatus {
  readonly counts: Readonly<Record<RowState, number>>;
  /** The worker that holds it. */
  readonly holder?: Holder;
}

/** Reads the state of every account that has rows, or is paused. */
export async function readAccounts(ledger: Ledger): Promise<AccountOverview[]> {
  const { database } = ledger;
  const counted = await database
    .selectFrom('queue_rows')
    .select(['portal', 'login', 'state'])
    .select((is) => [is.fn.countAll<string>().as('count'), is.fn.min('queued_at').as('oldest')])
    .groupBy(['portal', 'login', 'state'])
    .execute();
  const kept = await database.selectFrom('queue_accounts').selectAll().execute();
  const names = new Map(
    [...counted, ...kept].map(({ portal, login }) => [`${portal} ${login}`, { portal, login }]),
  );
  const holders = await listHolders(ledger);
  return [...names.values()].map(({ portal, login }) => {
    const isOf = (row: Account): boolean => row.portal === portal && row.login === login;
    const own = counted.filter(isOf);
    const row = kept.find(isOf);
    const countOf = (state: RowState): number =>
      Number(own.find((one) => one.state === state)?.count ?? 0);
    const digest = accountDigest({ portal, login });
    // The holder of the whole ledger holds each account.
    const { holder } = holders.find(({ account = digest }) => account === digest) ?? {};
    return {
      ...{ portal, login, holder, isHeld: holder !== undefined },
      counts: Object.fromEntries(ROW_STATES.map((state) => [state, countOf(state)])) as Record<
        RowState,
        number
      >,
      waitingSince: own.find(({ state }) => state === 'waiting')?.oldest,
      pause: row && pauseOf(row),
      pinnedTo: row?.pinned_to ?? undefined,
    };
  });
}

function pauseOf({
  paused_at: since,
  paused_reason: reason,
  paused_until: until,
}: {
  readonly paused_at: string | null;
  readonly paused_reason: PauseReason | null;
  readonly paused_until: string | null;
}): Pause | undefined {
  if (since === null || reason === null) return undefined;
  return { reason, since, until: until ?? undefined };
}

/**
 * Stops workers from taking an account.
 * @param forMs if absent, until a person resumes it.
 */
export async function pauseAccount(
  { database, backend }: Ledger,
  { portal, login }: Account,
  reason: PauseReason,
  forMs?: number,
): Promise<void> {
  const now = await backend.now();
  const pause = {
    paused_at: now.toISOString(),
    paused_reason: reason,
    paused_until: forMs === undefined ? null : new Date(now.getTime() + forMs).toISOString(),
  };
  await database
    .insertInto('queue_accounts')
    .values({ portal, login, ...pause, pinned_to: null })
    .onConflict((conflict) => conflict.columns(['portal', 'login']).doUpdateSet(pause))
    .execute();
}

/**
 * Lets workers take an account again, in the transaction that offers it.
 * @returns false if it was not paused.
 */
export function resumeAccount(
  { database }: Ledger,
  { portal, login }: Account,
  offer: (transaction: Ledger['database']) => Promise<void>,
): Promise<boolean> {
  return database.transaction().execute(async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable('queue_accounts')
      .set({ paused_at: null, paused_reason: null, paused_until: null })
      .where((is) => is.and({ portal, login }))
      .where('paused_at', 'is not', null)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    await offer(transaction);
    return true;
  });
}

/** Reads the pause of an account that has not ended by itself. */
export async function readPause(
  { database, backend }: Ledger,
  { portal, login }: Account,
): Promise<Pause | undefined> {
  const row = await database
    .selectFrom('queue_accounts')
    .selectAll()
    .where((is) => is.and({ portal, login }))
    .executeTakeFirst();
  const pause = row && pauseOf(row);
  if (pause?.until === undefined) return pause;
  return pause.until > (await backend.now()).toISOString() ? pause : undefined;
}

/** Records the host on which a person signed in to an account without computed codes. */
export async function pinAccount(
  { database }: Ledger,
  { portal, login }: Account,
  host: string,
): Promise<void> {
  const pause = { paused_at: null, paused_reason: null, paused_until: null };
  await database
    .insertInto('queue_accounts')
    .values({ portal, login, ...pause, pinned_to: host })
    .onConflict((conflict) =>
      conflict.columns(['portal', 'login']).doUpdateSet({ pinned_to: host }),
    )
    .execute();
}
