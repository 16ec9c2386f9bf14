import { existsSync } from 'node:fs';
import type { Ledger } from '../../ledger/ledger.ts';
import { keepSealed, sealedFile } from './vault.ts';

/**
 * Copies the sealed files that other machines wrote, or that this one lost, from a shared ledger
 * into the vault.
 * @throws UnwritableError; RaccordError VAULT_DAMAGED if a file reads back differently.
 */
export async function copySealedFiles(ledger: Ledger, vaultFolder: string): Promise<void> {
  if (!ledger.backend.isShared) return;
  // For every portal: all share a vault and its keys.
  for (const portal of await ledger.portals()) {
    const own = ledger.of(portal);
    for (const copy of await own.sealedCopies()) {
      if (existsSync(sealedFile(vaultFolder, copy.siret, copy))) continue;
      await keepSealed(vaultFolder, copy.siret, copy, await own.sealedBytes(copy));
    }
  }
}
