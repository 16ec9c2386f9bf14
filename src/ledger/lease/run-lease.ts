import { acquireBy, isFree, leaseFor, takeLease, type Lease, type LeaseStore } from './lease.ts';

/** A ledger that names its run. */
interface RunStore extends LeaseStore {
  readonly runId: string;
}

const OF_RUNS = 'run:';

/**
 * Acquires a lease that excludes nobody: it shows everyone that a run which needs no other lease is
 * at work, as a verification that waits for an account.
 */
export function acquireRunLease(store: RunStore, command: string): Promise<Lease> {
  const options = leaseFor(command);
  const name = OF_RUNS + store.runId;
  return acquireBy(store, options, async (transaction, now) => {
    // The row of a run that is over is used again: not every role may delete rows.
    await transaction
      .updateTable('leases')
      .set({ name })
      .where('name', '=', (is) =>
        is
          .selectFrom('leases')
          .select('name')
          .where('name', 'like', `${OF_RUNS}%`)
          .where('holder', '=', '')
          .limit(1),
      )
      .where('holder', '=', '')
      .execute();
    return takeLease(store, transaction, { ...options, name, now });
  });
}

/** Reads the ids of the runs that hold such a lease. */
export async function readRunLeases({ backend }: LeaseStore): Promise<ReadonlySet<string>> {
  const now = await backend.now();
  const rows = await backend.database
    .selectFrom('leases')
    .selectAll()
    .where('name', 'like', `${OF_RUNS}%`)
    .execute();
  const held = rows.filter((row) => !isFree(row, now, backend));
  return new Set(held.map(({ name }) => name.slice(OF_RUNS.length)));
}
