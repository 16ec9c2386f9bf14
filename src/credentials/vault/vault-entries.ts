import { omitUndefined } from '../../domain/omit-undefined.ts';
import { mayBeValid, type CredentialStatus } from '../../domain/credential.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { FileFinding, Resealer, VaultEntry } from '../keys/resealer.ts';

/** A credential of a home, whatever portal it is for and whatever became of it. */
export type VaultEntryWithStatus = VaultEntry & { readonly status: CredentialStatus };

/** What became of each credential's file. */
export interface FileInspection {
  readonly found: readonly (readonly [VaultEntryWithStatus, FileFinding])[];
}

/**
 * Every credential that the ledger knows, of all portals: they share a vault and its keys. One that
 * was abandoned counts too, since a reading may show that it was made all the same.
 */
export async function readVaultEntries(ledger: Ledger): Promise<VaultEntryWithStatus[]> {
  const entries: VaultEntryWithStatus[] = [];
  for (const portal of await ledger.portals()) {
    const own = ledger.of(portal);
    const reseals = await own.reseals.latest();
    for (const { siret, credential, status } of await own.credentials()) {
      const sealedTo = reseals.get(credential.id)?.recipients;
      entries.push(
        omitUndefined<VaultEntryWithStatus>({ siret, credential, status, portal, sealedTo }),
      );
    }
  }
  return entries;
}

/** Looks at each file. One that is gone is told only where an account may depend on it. */
export async function inspectFiles(
  entries: readonly VaultEntryWithStatus[],
  resealer: Resealer,
): Promise<FileInspection> {
  const found: (readonly [VaultEntryWithStatus, FileFinding])[] = [];
  for (const entry of entries) {
    if (mayBeValid(entry.status) || resealer.isThere(entry))
      found.push([entry, await resealer.look(entry)]);
  }
  return { found };
}
