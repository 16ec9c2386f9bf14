import { listHolders, type LeaseHolder } from './account-lease.ts';
import { isFree, type LeaseStore } from './lease.ts';
import { holderOf, readLease } from './lease-row.ts';

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
