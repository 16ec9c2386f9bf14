import { mayBeValid } from '../../domain/credential.ts';
import { isPresent } from '../../files/if-present.ts';
import type { Siret } from '../../domain/siret.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { listSealedFiles, type SealedFile } from './sealed-files.ts';
import { sealedFile } from './vault.ts';
import { readVaultEntries } from './vault-entries.ts';

/** A credential recorded in the ledger. */
export interface ListedCredential {
  readonly siret: Siret;
  readonly id: string;
  /** Whether it may open an account of this portal and its file exists. */
  readonly counts: boolean;
}

/**
 * Returns the relevant sealed files that are missing in the ledger: for each SIRET, none older than
 * its current credential. Pure.
 */
export function unlistedAmong(
  files: readonly SealedFile[],
  listed: readonly ListedCredential[],
): SealedFile[] {
  const known = new Set(listed.map(({ id }) => id));
  const counting = listed.filter(({ counts }) => counts);
  return files.filter(
    ({ siret, id }) =>
      !known.has(id) && !counting.some((one) => one.siret === siret && one.id > id),
  );
}

/**
 * Finds the sealed files of a vault that the ledger does not know: it was lost, or is an old copy.
 * Reads only names. `ledger` is `undefined` if the home has no ledger.
 */
export async function findUnlisted(
  ledger: Ledger | undefined,
  vaultFolder: string,
): Promise<SealedFile[]> {
  const files = await listSealedFiles(vaultFolder);
  if (ledger === undefined || files.length === 0) return files;
  const listed = (await readVaultEntries(ledger)).map(({ siret, portal, status, credential }) => ({
    siret,
    id: credential.id,
    counts:
      portal === ledger.portal &&
      mayBeValid(status) &&
      isPresent(sealedFile(vaultFolder, siret, credential)),
  }));
  return unlistedAmong(files, listed);
}

/** Counts the credentials of these files: a credential may have several. */
export function countCredentials(files: readonly SealedFile[]): number {
  return new Set(files.map(({ id }) => id)).size;
}
