import { mayBeValid, type CredentialStatus } from '../../domain/credential.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { FileFinding, Resealer, VaultEntry } from '../keys/resealer.ts';

/** A credential of a home, for any portal and in any state. */
export interface VaultEntryWithStatus extends VaultEntry {
  readonly status: CredentialStatus;
}

/** The finding for each credential's file. */
export interface FileInspection {
  readonly found: readonly (readonly [VaultEntryWithStatus, FileFinding])[];
}

/**
 * Reads every credential in the ledger, of all portals: they share a vault and its keys. Includes
 * abandoned ones, since a later reading may show that the account was created after all.
 */
export async function readVaultEntries(ledger: Ledger): Promise<VaultEntryWithStatus[]> {
  const entries: VaultEntryWithStatus[] = [];
  for (const portal of await ledger.portals()) {
    const own = ledger.of(portal);
    const reseals = await own.reseals.latest();
    for (const { siret, credential, status } of await own.credentials()) {
      const sealedTo = reseals.get(credential.id)?.recipients;
      entries.push({ siret, credential, status, portal, sealedTo });
    }
  }
  return entries;
}

/** Checks each file. A missing one is reported only if an account may depend on it. */
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
