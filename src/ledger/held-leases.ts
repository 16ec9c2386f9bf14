import type { Holder } from '../domain/holder.ts';
import { isFree, type LeaseStore } from './lease.ts';
import { holderOf } from './lease-row.ts';

/** A lease that a living process holds, as far as can be told from here. */
export interface HeldLease {
  readonly name: string;
  readonly holder: Holder;
}

/** Reads which leases are held now, the oldest first. */
export async function readHeldLeases({ backend }: LeaseStore): Promise<HeldLease[]> {
  const now = await backend.now();
  const rows = await backend.database
    .selectFrom('leases')
    .selectAll()
    .orderBy('acquired_at')
    .execute();
  return rows
    .filter((row) => !isFree(row, now, backend))
    .map((row) => ({ name: row.name, holder: holderOf(row) }));
}
