import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSiret, type Siret } from '../../domain/siret.ts';
import { damaged } from './sealed-file.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { keepSealed, sealedFile } from './vault.ts';

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
 * @throws RaccordError VAULT_DAMAGED if a folder cannot be read.
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
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw damaged(folder, error instanceof Error ? error.message : String(error));
  }
}

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
