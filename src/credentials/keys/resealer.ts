import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isRaccordError, RaccordError } from '../../errors/errors.ts';
import { UnwritableError } from '../../errors/unwritable-error.ts';
import { flushFolder, writeDurably } from '../../files/durable-file.ts';
import { recipientsOf, type Identity } from './key-files.ts';
import { damaged, decrypt, reencrypt } from '../vault/sealed-file.ts';
import { assertOwner, readSealed, sealedFile, type SealedOwner } from '../vault/vault.ts';

/** A credential as the ledger has it, with the recipients it was last sealed anew to. */
export interface VaultEntry extends SealedOwner {
  /** As {@link recipientsDigest} gives it; absent where it was never sealed anew. */
  readonly sealedTo?: string;
}

/**
 * What a look at a credential's file came to:
 * - `opened`, `refused`: by the private key at hand;
 * - `whole`: as it was sealed, and no key at hand to open it;
 * - `damaged`: not as it was sealed, or missing.
 */
export type FileFinding = 'opened' | 'refused' | 'whole' | 'damaged';

/** A file that took the place of another. */
export interface ReplacedFile {
  readonly generation: number;
  /** SHA-256, in hex. */
  readonly digest: string;
}

export interface ResealerOptions {
  /** The vault's. */
  readonly folder: string;
  /** Absent where files are only looked at. */
  readonly identity?: Identity | undefined;
  readonly recipients: readonly string[];
}

/** What `writeDurably` leaves of a file where the process was killed. */
const TEMPORARY = /^\.[0-9a-f]{16}\.tmp$/u;

/**
 * Seals what is in a vault to other keys, one credential at a time:
 *
 * 1. {@link reseal} writes the new file beside the old one, under a number that no file has;
 * 2. the caller records it in the ledger, which makes it the one that counts;
 * 3. {@link tidy} removes what came before it.
 *
 * Whatever moment it stops at, the file that the ledger names is whole. A new file that was not
 * recorded counts for nothing, and goes as the old one does once a later one is recorded: only files
 * that come before the recorded one are ever removed, so that a process that was overtaken removes
 * none that another needs.
 */
export class Resealer {
  readonly #options: ResealerOptions;

  constructor(options: ResealerOptions) {
    this.#options = options;
  }

  /** Looks at a credential's file; nothing is written. */
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
      if (error.is('IDENTITY_REFUSED')) return 'refused';
      if (error.is('VAULT_DAMAGED')) return 'damaged';
      throw error;
    }
  }

  /** False where there is no file any more. */
  isThere(entry: VaultEntry): boolean {
    return existsSync(this.#file(entry));
  }

  /**
   * Writes what a credential's file holds into a new one, sealed to the recipients, flushed, read
   * back, and opened where a key for it is at hand. It counts for nothing until it is recorded.
   * @throws RaccordError IDENTITY_REFUSED, VAULT_DAMAGED; RESEAL_STOPPED where it cannot be written.
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
    return { generation, digest: createHash('sha256').update(bytes).digest('hex') };
  }

  /**
   * Removes the files that came before the one that the ledger names, where that is whole, and what
   * killed runs left half-written beside them.
   * @returns how many.
   * @throws RaccordError VAULT_DAMAGED where the one that counts is not whole: then none is removed.
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

  /** All files of one credential, whether the ledger knows of them or not. */
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

  /** True where a key at hand is one of those that is sealed to. */
  async #mayOpen(identity: Identity): Promise<boolean> {
    const { recipients } = this.#options;
    return (await recipientsOf(identity)).some((recipient) => recipients.includes(recipient));
  }
}

/** Tells one set of recipients from another, whatever their order (SHA-256, hex). */
export function recipientsDigest(recipients: readonly string[]): string {
  const text = [...new Set(recipients)].sort().join('\n');
  return createHash('sha256').update(text).digest('hex');
}

function stopped(path: string, error: unknown): RaccordError {
  if (isRaccordError(error)) return error;
  const told = error instanceof UnwritableError ? error.reason : undefined;
  const reason = told ?? (error instanceof Error ? error.message : String(error));
  return new RaccordError('RESEAL_STOPPED', { path, reason }, error);
}
