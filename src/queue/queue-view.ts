import { ROW_STATES, type RowState } from '../domain/account-queue.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { readAccounts, type AccountOverview } from './accounts.ts';
import { listRows, type QueuedRow } from './queued-rows.ts';
import { listWorkers, type WorkerOverview } from './workers.ts';

/** Accounts and workers of the queue at one moment. */
export interface QueueSummary {
  /** ISO time of the database. */
  readonly now: string;
  readonly accounts: readonly AccountOverview[];
  readonly workers: readonly WorkerOverview[];
}

/** State of the queue at one moment. */
export interface QueueView extends QueueSummary {
  /** The rows in the requested states. */
  readonly rows: readonly QueuedRow[];
}

/** Reads the queue of a shared ledger. */
export async function readQueue(
  ledger: Ledger,
  states: readonly RowState[] = ROW_STATES,
): Promise<QueueView> {
  return { ...(await readQueueSummary(ledger)), rows: await listRows(ledger, states) };
}

/** Reads the queue of a shared ledger without its rows, which are only counted. */
export async function readQueueSummary(ledger: Ledger): Promise<QueueSummary> {
  return {
    now: (await ledger.now()).toISOString(),
    accounts: await readAccounts(ledger),
    workers: await listWorkers(ledger),
  };
}

/** An idle worker looks for work every 15 seconds; one that works holds an account. */
const SILENT_MS = 5 * 60_000;

/** Returns the account that a worker holds, or `undefined` if it holds none. */
export function accountHeldBy(
  { host, pid }: Pick<WorkerOverview, 'host' | 'pid'>,
  { accounts }: Pick<QueueSummary, 'accounts'>,
): AccountOverview | undefined {
  return accounts.find(({ holder }) => holder?.host === host && holder.pid === pid);
}

/** Returns true if a worker holds an account or was seen lately; otherwise it has probably died. */
export function isAlive(worker: WorkerOverview, view: QueueSummary): boolean {
  if (accountHeldBy(worker, view) !== undefined) return true;
  return Date.parse(view.now) - Date.parse(worker.seenAt) < SILENT_MS;
}
