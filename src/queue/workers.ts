import type { ProcessIdentity } from '../ledger/lease/process-identity.ts';
import type { Ledger } from '../ledger/ledger.ts';

/** A worker as reported to people. */
export interface WorkerOverview {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  readonly version: string;
  readonly startedAt: string;
  /** Time of its last search for work or taken row. */
  readonly seenAt: string;
  /** True once a person asked it to end. */
  readonly drains: boolean;
}

/** Time after which an unseen worker counts as killed: the next worker to start removes its row. */
const FORGOTTEN_MS = 24 * 3_600_000;

/** Records that a worker has started. */
export async function registerWorker(
  { database, backend }: Ledger,
  id: string,
  { host, pid }: ProcessIdentity,
  version: string,
): Promise<void> {
  const now = await backend.now();
  const at = now.toISOString();
  const forgotten = new Date(now.getTime() - FORGOTTEN_MS).toISOString();
  await database.deleteFrom('queue_workers').where('seen_at', '<', forgotten).execute();
  await database
    .insertInto('queue_workers')
    .values({ id, host, pid, version, started_at: at, seen_at: at, drains: false })
    .execute();
}

/**
 * Records that a worker is alive.
 * @returns true if a person asked it to end.
 */
export async function seeWorker({ database, backend }: Ledger, id: string): Promise<boolean> {
  const row = await database
    .updateTable('queue_workers')
    .set({ seen_at: (await backend.now()).toISOString() })
    .where('id', '=', id)
    .returning('drains')
    .executeTakeFirst();
  return row?.drains === true;
}

/** Records that a worker has ended. */
export async function removeWorker({ database }: Ledger, id: string): Promise<void> {
  await database.deleteFrom('queue_workers').where('id', '=', id).execute();
}

/**
 * Asks workers to end, each after its current row.
 * @param id the worker to ask; if absent, all.
 * @returns the ids of the asked workers.
 */
export async function drainWorkers({ database }: Ledger, id?: string): Promise<string[]> {
  const all = database.updateTable('queue_workers').set({ drains: true });
  const asked = id === undefined ? all : all.where('id', '=', id);
  return (await asked.returning('id').execute()).map((row) => row.id);
}

/** Lists the workers. */
export async function listWorkers({ database }: Ledger): Promise<WorkerOverview[]> {
  const rows = await database
    .selectFrom('queue_workers')
    .selectAll()
    .orderBy('started_at')
    .execute();
  return rows.map(({ id, host, pid, version, started_at, seen_at, drains }) => ({
    ...{ id, host, pid, version, startedAt: started_at, seenAt: seen_at, drains },
  }));
}
