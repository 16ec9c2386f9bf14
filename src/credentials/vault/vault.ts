import { createHash, createHmac, randomBytes } from 'node:crypto';
import { readFile, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../domain/clock.ts';
import type { SealedCredential } from '../../domain/credential.ts';
import { RaccordError } from '../../errors/raccord-error.ts';
import { Secret } from '../../secrets/secret.ts';
import type { Siret } from '../../domain/siret.ts';
import { systemReason, UnwritableError } from '../../errors/unwritable-error.ts';
import { flushFolder, makePrivateFolder, writeDurably } from '../../files/durable-file.ts';
import { ifPresent, isPresent } from '../../files/if-present.ts';
import type { Identity } from '../keys/key-files.ts';
import { damaged, decrypt, encrypt, type SealedContent } from './sealed-file.ts';
import { jsonText } from '../../domain/json.ts';

export interface VaultOptions {
  readonly folder: string;
  /** The portal's host name, sealed with each credential. */
  readonly portal: string;
  /** At least one, as returned by `findRecipients`. */
  readonly recipients: readonly string[];
  /** The key returned by `findFingerprintKey`. */
  readonly fingerprintKey: Uint8Array;
  readonly clock: Clock;
  /** Brings what other machines sealed for a SIRET; absent if the ledger is not shared. */
  readonly bring?: (siret: Siret) => Promise<void>;
}

/** A credential as the portal shows it, once. */
export interface CapturedCredential {
  readonly siret: Siret;
  readonly login: string;
  readonly password: Secret;
}

/** A credential opened from the vault. */
export interface OpenedCredential extends CapturedCredential {
  readonly portal: string;
  /** ISO time. */
  readonly capturedAt: string;
}

/** Larger than a sealed credential, to detect a disk without room for one. */
const CANARY_BYTES = 4096;

/** A store of credentials, each in its own file that only the private keys' holders can open. */
export class Vault {
  readonly #options: VaultOptions;
  /** Ids of what was sealed since it was opened. */
  readonly #sealed = new Set<string>();

  constructor(options: VaultOptions) {
    this.#options = options;
  }

  /**
   * Seals a canary in the vault, flushes it, reads it back and deletes it, to detect a full or
   * read-only disk before anything can be lost.
   * @throws RaccordError VAULT_UNWRITABLE.
   */
  async probe(): Promise<void> {
    const { folder, recipients } = this.#options;
    const path = join(folder, `.canary-${randomBytes(8).toString('hex')}`);
    try {
      await makePrivateFolder(folder);
      const canary = await encrypt(recipients, randomBytes(CANARY_BYTES));
      await writeDurably(path, canary, { exclusive: true });
      const back = await readFile(path);
      if (!back.equals(canary)) throw new Error('what was written does not read back the same');
      await unlink(path);
    } catch (error) {
      await unlink(path).catch(() => undefined);
      throw unwritable(path, error);
    }
  }

  /**
   * Seals a credential into its own file, flushed to disk with its folder and read back. Needs no
   * private key, and never replaces a file.
   * @throws RaccordError VAULT_UNWRITABLE; VAULT_DAMAGED if it reads back differently.
   */
  async seal({ siret, login, password }: CapturedCredential): Promise<SealedCredential> {
    const { folder, portal, recipients, clock } = this.#options;
    const now = clock.now();
    const id = newId(now);
    const capturedAt = now.toISOString();
    const content: SealedContent = {
      version: 1,
      id,
      siret,
      portal,
      login,
      password: password.reveal(),
      capturedAt,
    };
    const bytes = await encrypt(recipients, jsonText(content));
    try {
      await keepSealed(folder, siret, { id }, bytes);
    } catch (error) {
      if (!(error instanceof UnwritableError)) throw error;
      throw unwritable(error.path, error);
    }
    this.#sealed.add(id);
    const digest = digestOf(bytes);
    return { id, login, digest, fingerprint: this.fingerprint(password), capturedAt };
  }

  /** Returns true if a credential was sealed since this vault was opened: by this command. */
  hasSealed({ id }: Pick<SealedCredential, 'id'>): boolean {
    return this.#sealed.has(id);
  }

  /**
   * Deletes the file of a credential that was just sealed, for a form that is certain never to be
   * sent and that no ledger knows.
   * @throws RaccordError VAULT_UNWRITABLE.
   */
  async discard(siret: Siret, sealed: SealedCredential): Promise<void> {
    const path = this.file(siret, sealed);
    await unlink(path).catch((error: unknown) => {
      throw unwritable(path, error);
    });
  }

  /** Returns a keyed fingerprint (HMAC-SHA256, hex) to compare passwords without either. */
  fingerprint(password: Secret): string {
    return fingerprintOf(this.#options.fingerprintKey, password);
  }

  /**
   * Opens a sealed credential with a private key, on whatever machine it was sealed.
   * @throws RaccordError VAULT_DAMAGED if the file is missing, is not the one that was sealed, or
   * holds another credential; IDENTITY_REFUSED if it was sealed to another key.
   */
  async open(
    siret: Siret,
    sealed: SealedCredential,
    identity: Identity,
  ): Promise<OpenedCredential> {
    await this.bring(siret);
    return openSealed(this.#options, siret, sealed, identity);
  }

  /**
   * Checks, without a private key, that a credential's file is unchanged since it was sealed.
   * @throws RaccordError VAULT_DAMAGED if it is not.
   */
  async expectWhole(siret: Siret, sealed: SealedCredential): Promise<void> {
    await this.bring(siret);
    await readSealed(this.file(siret, sealed), sealed);
  }

  /**
   * Brings what other machines sealed for a SIRET since the command began.
   * @throws UnwritableError; RaccordError VAULT_DAMAGED if a file reads back differently.
   */
  async bring(siret: Siret): Promise<void> {
    await this.#options.bring?.(siret);
  }

  /** Returns false if a credential's sealed file is missing; does not check its content. */
  isThere(siret: Siret, sealed: Pick<SealedCredential, 'id' | 'generation'>): boolean {
    return isPresent(this.file(siret, sealed));
  }

  /** Returns the path of a credential's file, for messages and for copies. */
  file(siret: Siret, sealed: Pick<SealedCredential, 'id' | 'generation'>): string {
    return sealedFile(this.#options.folder, siret, sealed);
  }
}

/** The owner of a sealed file, as recorded in the ledger. */
export interface SealedOwner {
  readonly siret: Siret;
  readonly portal: string;
  readonly credential: SealedCredential;
}

/** @throws RaccordError VAULT_DAMAGED if a file holds another credential than expected. */
export function assertOwner(
  path: string,
  content: SealedContent,
  { siret, portal, credential: { id, login } }: SealedOwner,
): void {
  if (
    content.siret !== siret ||
    content.id !== id ||
    content.login !== login ||
    content.portal !== portal
  ) {
    throw damaged(path, 'it holds another credential');
  }
}

/** Opens a credential of a vault folder, whatever its recipients. Throws as `Vault.open`. */
export async function openSealed(
  { folder, portal }: Pick<VaultOptions, 'folder' | 'portal'>,
  siret: Siret,
  sealed: SealedCredential,
  identity: Identity,
): Promise<OpenedCredential> {
  const path = sealedFile(folder, siret, sealed);
  const bytes = await readSealed(path, sealed);
  const content = await decrypt(path, bytes, identity);
  assertOwner(path, content, { siret, portal, credential: sealed });
  const { login, capturedAt } = content;
  return { siret, login, password: new Secret(content.password), portal, capturedAt };
}

/** Returns the keyed fingerprint of a password: HMAC-SHA256, in hex. */
export function fingerprintOf(key: Uint8Array, password: Secret): string {
  return createHmac('sha256', key).update(password.reveal(), 'utf8').digest('hex');
}

/**
 * Writes a sealed file into a vault folder, flushed to disk with its folder and read back. An
 * existing file is never replaced by another; the same one is written again.
 * @throws UnwritableError; RaccordError VAULT_DAMAGED if it reads back differently.
 */
export async function keepSealed(
  folder: string,
  siret: Siret,
  sealed: Pick<SealedCredential, 'id' | 'generation'>,
  bytes: Uint8Array,
): Promise<void> {
  const path = sealedFile(folder, siret, sealed);
  await makePrivateFolder(join(folder, siret));
  // A killed run may have created the SIRET's folder without flushing it.
  await flushFolder(folder);
  try {
    await writeDurably(path, bytes, { exclusive: true });
  } catch (error) {
    // A killed run may have written the same file without flushing it.
    if (!(error instanceof UnwritableError) || !error.exists || error.path !== path) throw error;
    if (digestOf(await read(path)) !== digestOf(bytes)) throw error;
    await writeDurably(path, bytes);
  }
  if (digestOf(await read(path)) !== digestOf(bytes)) {
    throw damaged(path, 'it does not read back as it was written');
  }
}

/**
 * Writes a sealed file again if it is gone or was altered since; what is found in its place is kept
 * beside it.
 * @param bytes reads the whole file from elsewhere.
 * @returns false if it is there, unaltered.
 * @throws UnwritableError; RaccordError VAULT_DAMAGED if it reads back differently.
 */
export async function restoreSealed(
  folder: string,
  siret: Siret,
  sealed: Pick<SealedCredential, 'id' | 'generation' | 'digest'>,
  bytes: () => Promise<Uint8Array>,
): Promise<boolean> {
  const path = sealedFile(folder, siret, sealed);
  const there = await ifPresent(readFile(path));
  if (there !== undefined) {
    const found = digestOf(there);
    if (found === sealed.digest) return false;
    await rename(path, `${path}.altered-${found.slice(0, 8)}`);
  }
  await keepSealed(folder, siret, sealed, await bytes());
  return true;
}

/** Returns the path of a credential in a vault folder. */
export function sealedFile(
  folder: string,
  siret: Siret,
  { id, generation = 0 }: Pick<SealedCredential, 'id' | 'generation'>,
): string {
  const name = generation === 0 ? id : `${id}.${generation}`;
  return join(folder, siret, `${name}.age`);
}

/**
 * Reads the bytes of a file, as they were sealed.
 * @throws RaccordError VAULT_DAMAGED if it is missing, or not the file that was sealed.
 */
export async function readSealed(
  path: string,
  { digest }: Pick<SealedCredential, 'digest'>,
): Promise<Buffer> {
  const bytes = await read(path);
  if (digestOf(bytes) !== digest) throw damaged(path, 'it is not the file that was sealed');
  return bytes;
}

async function read(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw damaged(path, systemReason(error));
  }
}

/** Returns the folder of a home's sealed credentials. */
export function vaultFolderOf({ home }: { readonly home: string }): string {
  return join(home, 'vault');
}

/** Returns what {@link openSealed} needs of a configuration. */
export function vaultPlaceOf(config: {
  readonly home: string;
  readonly portalUrl: URL;
}): Pick<VaultOptions, 'folder' | 'portal'> {
  return { folder: vaultFolderOf(config), portal: config.portalUrl.hostname };
}

/** Opens a vault in its folder, which is created at the first write. */
export function openVault(options: VaultOptions): Vault {
  return new Vault(options);
}

/** Returns an id such as `20261123T140501Z-1f2e3d4c`: it sorts by time and is unique. */
function newId(now: Date): string {
  const time = now.toISOString().replace(/[-:]|\.\d+/gu, '');
  return `${time}-${randomBytes(4).toString('hex')}`;
}

/** Returns the SHA-256 in hex, as the ledger records it for each sealed file. */
export function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function unwritable(path: string, error: unknown): RaccordError<'VAULT_UNWRITABLE'> {
  if (error instanceof UnwritableError) {
    const { path: place, why, reason } = error;
    return new RaccordError('VAULT_UNWRITABLE', { path: place, why, reason }, error);
  }
  const reason = systemReason(error);
  return new RaccordError('VAULT_UNWRITABLE', { path, why: 'other', reason }, error);
}
