import { createHash } from 'node:crypto';
import { readdir, readFile, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type AnyRaccordError, RaccordError, isRaccordError } from '../../errors/raccord-error.ts';
import { systemReason } from '../../errors/unwritable-error.ts';
import { flushFolder, writeDurably } from '../../files/durable-file.ts';
import { isPresent } from '../../files/if-present.ts';
import { recipientsOf, type Identity } from './key-files.ts';
import { damaged, decrypt, reencrypt } from '../vault/sealed-file.ts';
import { assertOwner, digestOf, readSealed, sealedFile, type SealedOwner } from '../vault/vault.ts';

/** A credential as recorded in the ledger, with the recipients it was last resealed to. */
export interface VaultEntry extends SealedOwner {
  /** The value of {@link recipientsDigest}; absent if it was never resealed. */
  readonly sealedTo?: string;
}

/**
 * The finding for a credential's file:
 * - `opened`, `refused`: by the available private key;
 * - `whole`: as it was sealed, without a key available to open it;
 * - `damaged`: not as it was sealed, or missing.
 */
export type FileFinding = 'opened' | 'refused' | 'whole' | 'damaged';

/** A file that replaced another. */
export interface ReplacedFile {
  readonly generation: number;
  /** SHA-256, in hex. */
  readonly digest: string;
}

export interface ResealerOptions {
  /** The vault's folder. */
  readonly folder: string;
  /** Absent if files are only inspected. */
  readonly identity?: Identity | undefined;
  readonly recipients: readonly string[];
}

/** A temporary file that `writeDurably` leaves behind when the process is killed. */
const TEMPORARY = /^\.[0-9a-f]{16}\.tmp$/u;

/**
 * Reseals a vault to other keys, one credential at a time:
 *
 * 1. {@link reseal} writes the new file beside the old one, under an unused number;
 * 2. the caller records it in the ledger, which makes it the current one;
 * 3. {@link tidy} removes the earlier files.
 *
 * At any point of interruption, the file that the ledger names is whole. A new file that was not
 * recorded has no effect, and is removed like the old one once a later one is recorded: only files
 * earlier than the recorded one are ever removed, so that a process that was overtaken removes none
 * that another needs.
 */
export class Resealer {
  readonly #options: ResealerOptions;

  constructor(options: ResealerOptions) {
    this.#options = options;
  }

  /** Checks a credential's file; writes nothing. */
  async look(entry: VaultEntry): Promise<FileFinding> {
    const { identity } = this.#options;
    const path = this.#file(entry);
    try {
      const bytes = await readSealed(path, entry.credential);
      if (identity === undefined) return 'whole';
      assertOwner(path, await decrypt(path, bytes, identity), entry);
      return 'opened';
    } catch (error) {
      if (!isRaccordError(error)) throw error;
      if (error.code === 'IDENTITY_REFUSED') return 'refused';
      if (error.code === 'VAULT_DAMAGED') return 'damaged';
      throw error;
    }
  }

  /** Returns false if the file no longer exists. */
  isThere(entry: VaultEntry): boolean {
    return isPresent(this.#file(entry));
  }

  /**
   * Writes the content of a credential's file to a new file, sealed to the recipients, flushed,
   * read back, and opened if a key for it is available. It has no effect until it is recorded.
   * @throws RaccordError IDENTITY_REFUSED, VAULT_DAMAGED; RESEAL_STOPPED if it cannot be written.
   */
  async reseal(entry: VaultEntry): Promise<ReplacedFile> {
    const { recipients } = this.#options;
    const identity = this.#identity();
    const { siret, credential } = entry;
    const path = this.#file(entry);
    const old = await readSealed(path, credential);
    const bytes = await reencrypt(path, old, identity, recipients, (content) => {
      assertOwner(path, content, entry);
    });
    const taken = (await this.#files(entry)).map((file) => file.generation);
    const generation = Math.max(credential.generation ?? 0, ...taken) + 1;
    const file = sealedFile(this.#options.folder, siret, { id: credential.id, generation });
    try {
      await writeDurably(file, bytes, { exclusive: true });
      const back = await readFile(file);
      if (!back.equals(bytes)) throw damaged(file, 'it does not read back as it was written');
      if (await this.#mayOpen(identity))
        assertOwner(file, await decrypt(file, back, identity), entry);
    } catch (error) {
      throw stopped(file, error);
    }
    return { generation, digest: digestOf(bytes) };
  }

  /**
   * Removes the files earlier than the one that the ledger names, if that one is whole, and any
   * half-written files that killed runs left beside them.
   * @returns the number of removed files.
   * @throws RaccordError VAULT_DAMAGED if the current file is not whole: then none is removed.
   */
  async tidy(entry: VaultEntry): Promise<number> {
    const { credential } = entry;
    const path = this.#file(entry);
    await readSealed(path, credential);
    const folder = dirname(path);
    const before = (await this.#files(entry))
      .filter(({ generation }) => generation < (credential.generation ?? 0))
      .map(({ name }) => name);
    const temporary = (await readdir(folder)).filter((name) => TEMPORARY.test(name));
    const names = [...before, ...temporary];
    if (names.length === 0) return 0;
    try {
      for (const name of names) await unlink(join(folder, name));
      await flushFolder(folder);
    } catch (error) {
      throw stopped(folder, error);
    }
    return names.length;
  }

  #file({ siret, credential }: VaultEntry): string {
    return sealedFile(this.#options.folder, siret, credential);
  }

  /** Lists all files of one credential, whether or not the ledger knows of them. */
  async #files(entry: VaultEntry): Promise<{ name: string; generation: number }[]> {
    const { id } = entry.credential;
    return (await readdir(dirname(this.#file(entry)))).flatMap((name) => {
      const [, of, number = '0'] = /^([^.]+)(?:\.(\d+))?\.age$/u.exec(name) ?? [];
      return of === id ? [{ name, generation: Number(number) }] : [];
    });
  }

  #identity(): Identity {
    const { identity } = this.#options;
    if (identity === undefined) throw new Error('nothing is sealed anew without a private key');
    return identity;
  }

  /** Returns true if the identity includes a key that is sealed to. */
  async #mayOpen(identity: Identity): Promise<boolean> {
    const { recipients } = this.#options;
    return (await recipientsOf(identity)).some((recipient) => recipients.includes(recipient));
  }
}

/** Returns a digest (SHA-256, hex) of a set of recipients, independent of their order. */
export function recipientsDigest(recipients: readonly string[]): string {
  const text = [...new Set(recipients)].sort().join('\n');
  return createHash('sha256').update(text).digest('hex');
}

function stopped(path: string, error: unknown): AnyRaccordError {
  if (isRaccordError(error)) return error;
  return new RaccordError('RESEAL_STOPPED', { path, reason: systemReason(error) }, error);
}
