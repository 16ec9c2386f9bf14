import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSiret, type Siret } from '../../domain/siret.ts';
import { isPresent } from '../../files/if-present.ts';
import { damaged } from './sealed-file.ts';
import type { SealedCopy } from '../../ledger/database/shared-tables.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { restoreSealed, readSealed, sealedFile } from './vault.ts';
import type { SealedCredential, CredentialEntry } from '../../domain/credential.ts';
import type { AnyRaccordError } from '../../errors/raccord-error.ts';
import { toRaccordError } from '../../errors/to-raccord-error.ts';
import { systemCodeOf, UnwritableError } from '../../errors/unwritable-error.ts';

/** A credential's sealed file as described by its name, without a key. */
export interface SealedFile {
  readonly siret: Siret;
  /** The credential's id, which begins with its capture time. */
  readonly id: string;
  readonly generation: number;
  readonly path: string;
}

const NAME = /^(\d{8}T\d{6}Z-[0-9a-f]{8})(?:\.([1-9]\d*))?\.age$/u;

/**
 * Lists the sealed files of a vault folder by SIRET and name; empty if there is no vault.
 * @throws RaccordError VAULT_DAMAGED if a folder cannot be read; UnwritableError if it is another
 * user's.
 */
export async function listSealedFiles(folder: string): Promise<SealedFile[]> {
  const files: SealedFile[] = [];
  for (const place of (await listNames(folder)).sort()) {
    const reading = parseSiret(place, 'warned');
    if (!('siret' in reading) || reading.siret !== place) continue;
    const { siret } = reading;
    for (const name of (await listNames(join(folder, place))).sort()) {
      const [, id, generation = '0'] = NAME.exec(name) ?? [];
      if (id === undefined) continue;
      const path = join(folder, place, name);
      files.push({ siret, id, generation: Number(generation), path });
    }
  }
  return files;
}

async function listNames(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    const code = systemCodeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    const unreadable = new UnwritableError(folder, error);
    throw unreadable.why === 'forbidden' ? unreadable : damaged(folder, unreadable.reason);
  }
}

/**
 * Copies the sealed files that other machines wrote, or that are gone or altered here, from a shared
 * ledger into the vault.
 * @throws UnwritableError; RaccordError VAULT_DAMAGED if a file reads back differently.
 */
export async function copySealedFiles(ledger: Ledger, vaultFolder: string): Promise<void> {
  if (!ledger.backend.isShared) return;
  // For every portal: all share a vault and its keys.
  for (const portal of await ledger.portals()) {
    const own = ledger.of(portal);
    await copyHere(own, vaultFolder, await own.sealedCopies());
  }
}

/** Copies those of one SIRET, which another machine may have sealed since. Throws likewise. */
export async function copySealedFilesOf(
  siret: Siret,
  ledger: Ledger,
  vaultFolder: string,
): Promise<void> {
  if (!ledger.backend.isShared) return;
  await copyHere(ledger, vaultFolder, await ledger.sealedCopies(siret));
}

async function copyHere(
  ledger: Ledger,
  vaultFolder: string,
  copies: readonly SealedCopy[],
): Promise<void> {
  for (const copy of copies) {
    await restoreSealed(vaultFolder, copy.siret, copy, () => ledger.sealedBytes(copy));
  }
}

/** Returns false if a credential's sealed file is missing; does not check its content. */
export type IsSealedThere = (siret: Siret, sealed: SealedCredential) => boolean;

/** Returns a check that a credential's sealed file is there; its content is not checked. */
export function isSealedIn(vaultFolder: string): IsSealedThere {
  return (siret, sealed) => isPresent(sealedFile(vaultFolder, siret, sealed));
}

/** Returns the same check for a shared ledger, whose files may not have been copied here yet. */
export async function isSealedInEither(
  ledger: Ledger,
  vaultFolder: string,
): Promise<IsSealedThere> {
  const copies = ledger.backend.isShared ? await ledger.sealedCopies() : [];
  const held = new Set(copies.map((copy) => sealedFile('', copy.siret, copy)));
  const isHere = isSealedIn(vaultFolder);
  return (siret, sealed) => held.has(sealedFile('', siret, sealed)) || isHere(siret, sealed);
}

/** Returns an error for each missing or altered sealed file; needs no key and creates none. */
export async function damagedCredentials(
  vaultFolder: string,
  entries: readonly Pick<CredentialEntry, 'siret' | 'credential'>[],
): Promise<AnyRaccordError[]> {
  const looked = await Promise.all(
    entries.map(({ siret, credential }) =>
      readSealed(sealedFile(vaultFolder, siret, credential), credential).then(
        () => undefined,
        toRaccordError,
      ),
    ),
  );
  return looked.filter((error) => error !== undefined);
}
