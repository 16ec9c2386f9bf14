import { randomBytes } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../domain/clock.ts';
import { RaccordError } from '../../errors/raccord-error.ts';
import { Secret } from '../../secrets/secret.ts';
import { UnwritableError } from '../../errors/unwritable-error.ts';
import { makePrivateFolder, writeDurably } from '../../files/durable-file.ts';
import { readPrivateFile } from '../../files/private-file.ts';
import { readTextBytes } from '../../files/text-bytes.ts';
import { keyLines, readIdentityFile } from './identity-file.ts';
import { ifPresent, isPresent } from '../../files/if-present.ts';

/** The private key of the pair made on first use, in the format that `age -d -i` takes. */
export const IDENTITY_FILE = 'identity.age-key';

/** Its public key: sealing continues, to the same key, once the private key is moved away. */
export const RECIPIENTS_FILE = 'recipients.age-pub';

/** The key of the vault's fingerprints. */
export const FINGERPRINT_FILE = 'fingerprint.key';
const FINGERPRINT_BYTES = 32;

/** `age1yubikey1…`: the plugin's name is between the two ones. */
const PLUGIN_RECIPIENT = /^age1[a-z][a-z0-9+.-]*1[02-9ac-hj-np-z]+$/u;

/** The keys that credentials are sealed to. */
export interface Recipients {
  readonly recipients: readonly string[];
  /** The identity file just created: its owner is told to move it away. */
  readonly identityMade?: string;
}

/** A private key file that was read, which opens credentials. */
export interface Identity {
  readonly path: string;
  readonly keys: readonly Secret[];
}

export interface RecipientsOptions {
  /** `age1…`, as configured; if empty, a key pair is made in `home`. */
  readonly configured: readonly string[];
  readonly home: string;
  readonly clock: Clock;
}

/** The keys that credentials are sealed to, and their source: `none` before the first use. */
export interface KnownRecipients {
  readonly recipients: readonly string[];
  readonly source: 'configured' | 'home' | 'none';
}

/**
 * Reads the recipients in force, without creating any: the configured ones, or those of the home.
 * @throws RaccordError RECIPIENT_INVALID, FILE_TOO_OPEN; IDENTITY_MISSING if the home's identity
 * file contains no key.
 */
export async function knownRecipients(
  options: Pick<RecipientsOptions, 'configured' | 'home'>,
): Promise<KnownRecipients> {
  const { configured, home } = options;
  if (configured.length > 0) {
    return { recipients: await validRecipients(configured), source: 'configured' };
  }
  const known = await readLines(join(home, RECIPIENTS_FILE));
  if (known.length > 0) return { recipients: await validRecipients(known), source: 'home' };
  const identityPath = join(home, IDENTITY_FILE);
  if (!isPresent(identityPath)) return { recipients: [], source: 'none' };
  return { recipients: await recipientsOf(await readIdentity(identityPath)), source: 'home' };
}

/**
 * Reads the same for sealing: no new pair replaces the keys of a list that was emptied.
 * @throws RaccordError as {@link knownRecipients}; RECIPIENTS_MISSING if the home's list has no key,
 * and no private key is there to tell it.
 */
export async function recipientsInForce(
  options: Pick<RecipientsOptions, 'configured' | 'home'>,
): Promise<KnownRecipients> {
  const known = await knownRecipients(options);
  const path = join(options.home, RECIPIENTS_FILE);
  if (known.source === 'none' && isPresent(path)) {
    throw new RaccordError('RECIPIENTS_MISSING', { path });
  }
  return known;
}

/**
 * Returns the recipients to seal to: the configured ones, or those of the home's key pair, which is
 * made on first use.
 * @throws RaccordError as {@link recipientsInForce}; VAULT_UNWRITABLE.
 */
export async function findRecipients(options: RecipientsOptions): Promise<Recipients> {
  const { configured, home, clock } = options;
  const recipientsPath = join(home, RECIPIENTS_FILE);
  const known = await recipientsInForce({ configured, home });
  if (known.source === 'configured' || isPresent(recipientsPath)) {
    return { recipients: known.recipients };
  }
  const identityPath = join(home, IDENTITY_FILE);
  const identityMade = await makeIdentity(identityPath, clock);
  const recipients = await recipientsOf(await readIdentity(identityPath));
  await written(recipientsPath, Buffer.from(`${recipients.join('\n')}\n`));
  return { recipients, identityMade: identityMade ? identityPath : undefined };
}

/**
 * Returns the recipients, without repeats, if age accepts them all.
 * @throws RaccordError RECIPIENT_INVALID naming the first invalid one; a private key given by
 * mistake is not repeated.
 */
export async function validRecipients(candidates: readonly string[]): Promise<readonly string[]> {
  const { Encrypter } = await import('age-encryption');
  const recipients = [...new Set(candidates.map((candidate) => candidate.trim()))];
  for (const recipient of recipients) {
    const [secret] = /^AGE-(?:SECRET-KEY|PLUGIN)-/iu.exec(recipient) ?? [];
    if (secret !== undefined) {
      throw new RaccordError('RECIPIENT_INVALID', {
        recipient: `${secret}…`,
        reason: 'private key',
      });
    }
    if (/^ssh-/u.test(recipient)) {
      throw new RaccordError('RECIPIENT_INVALID', { recipient, reason: 'SSH key' });
    }
    try {
      const encrypter = new Encrypter();
      encrypter.addRecipient(recipient);
      await encrypter.encrypt('');
    } catch {
      const isPlugin = PLUGIN_RECIPIENT.test(recipient);
      const reason = isPlugin ? 'plugin' : 'a character is wrong or missing';
      throw new RaccordError('RECIPIENT_INVALID', { recipient, reason });
    }
  }
  return recipients;
}

/**
 * Reads a private key file as `age-keygen` writes it.
 * @throws RaccordError IDENTITY_MISSING if there is no readable file, or no usable key in it, in
 * which case it names the kind of file; FILE_TOO_OPEN.
 */
export async function readIdentity(path: string): Promise<Identity> {
  if (await isFolder(path)) throw new RaccordError('IDENTITY_MISSING', { path, found: 'folder' });
  // An unreadable key file belongs to another user: it is treated as missing.
  const bytes = await readPrivateFile(path).catch((error: unknown) => {
    if (error instanceof UnwritableError && error.why === 'forbidden') return undefined;
    throw error;
  });
  if (bytes === undefined) throw new RaccordError('IDENTITY_MISSING', { path });
  const reading = await readIdentityFile(bytes);
  if ('keys' in reading) return { path, keys: reading.keys };
  throw new RaccordError('IDENTITY_MISSING', { path, found: reading.fault });
}

/**
 * Returns the key of the vault's fingerprints: 32 random bytes in the home, made on first use.
 * @throws RaccordError FILE_TOO_OPEN, VAULT_UNWRITABLE; VAULT_DAMAGED if its length is wrong.
 */
export async function findFingerprintKey(home: string): Promise<Uint8Array> {
  const path = join(home, FINGERPRINT_FILE);
  const known = await readPrivateFile(path);
  if (known === undefined) await written(path, randomBytes(FINGERPRINT_BYTES));
  const key = known ?? (await readPrivateFile(path));
  if (key?.length !== FINGERPRINT_BYTES) {
    throw new RaccordError('VAULT_DAMAGED', { file: path, reason: `${key?.length ?? 0} bytes` });
  }
  return key;
}

/** Creates a private key (an age identity) at a path; returns false if a file is there already. */
async function makeIdentity(path: string, clock: Clock): Promise<boolean> {
  const { text } = await newIdentity(clock);
  return written(path, Buffer.from(text.reveal()));
}

/** Creates a private key as a file's text, with its public key in a comment like `age-keygen`. */
export async function newIdentity(clock: Clock): Promise<{ recipient: string; text: Secret }> {
  const { generateX25519Identity, identityToRecipient } = await import('age-encryption');
  const key = await generateX25519Identity();
  const recipient = await identityToRecipient(key);
  const lines = [`# created: ${clock.now().toISOString()}`, `# public key: ${recipient}`, key];
  return { recipient, text: new Secret(`${lines.join('\n')}\n`) };
}

/** Writes a new file; returns false if another process created it first. */
async function written(path: string, bytes: Uint8Array): Promise<boolean> {
  try {
    await makePrivateFolder(join(path, '..'));
    await writeDurably(path, bytes, { exclusive: true });
    return true;
  } catch (error) {
    if (!(error instanceof UnwritableError)) throw error;
    if (error.exists && error.path === path) return false;
    const { path: place, why, reason } = error;
    throw new RaccordError('VAULT_UNWRITABLE', { path: place, why, reason }, error);
  }
}

/** Returns the recipients of an identity. */
export async function recipientsOf({ keys }: Identity): Promise<readonly string[]> {
  const { identityToRecipient } = await import('age-encryption');
  return Promise.all(keys.map((key) => identityToRecipient(key.reveal())));
}

/** Also false if the path does not exist or is not accessible. */
async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() === true;
}

async function readLines(path: string): Promise<readonly string[]> {
  const bytes = await ifPresent(readFile(path));
  if (bytes === undefined) return [];
  const reading = readTextBytes(bytes);
  // A file that is not text is reported as not being a public key.
  return keyLines('text' in reading ? reading.text : bytes.toString('utf8'));
}
