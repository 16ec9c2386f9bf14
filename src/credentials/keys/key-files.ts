import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../domain/clock.ts';
import { RaccordError } from '../../errors/errors.ts';
import { Secret } from '../../secrets/secret.ts';
import { UnwritableError } from '../../errors/unwritable-error.ts';
import { makePrivateFolder, writeDurably } from '../../files/durable-file.ts';
import { readPrivateFile } from '../../files/private-file.ts';
import { readTextBytes } from '../../files/text-bytes.ts';
import { keyLines, readIdentityFile } from './identity-file.ts';

/** The private half of the key pair made on first use, in the form that `age -d -i` takes. */
export const IDENTITY_FILE = 'identity.age-key';

/** Its public half: sealing goes on, to the same key, once the private half was moved away. */
export const RECIPIENTS_FILE = 'recipients.age-pub';

/** The key of the vault's fingerprints. */
export const FINGERPRINT_FILE = 'fingerprint.key';
const FINGERPRINT_BYTES = 32;

/** `age1yubikey1…`: a plugin's own name stands between the two ones. */
const PLUGIN_RECIPIENT = /^age1[a-z][a-z0-9+.-]*1[02-9ac-hj-np-z]+$/u;

/** To whom credentials are sealed. */
export interface Recipients {
  readonly recipients: readonly string[];
  /** The identity file that was made just now: its owner is to be told to move it away. */
  readonly identityMade?: string;
}

/** A private key file that was read: what opens credentials. */
export interface Identity {
  readonly path: string;
  readonly keys: readonly Secret[];
}

export interface RecipientsOptions {
  /** `age1…`, as configured; a key pair is made in `home` where there are none. */
  readonly configured: readonly string[];
  readonly home: string;
  readonly clock: Clock;
}

/** To whom credentials are sealed, and where that is said: nowhere before the first use. */
export interface KnownRecipients {
  readonly recipients: readonly string[];
  readonly source: 'configured' | 'home' | 'none';
}

/**
 * The recipients in force, without making any: those configured, else those of the home folder.
 * @throws RaccordError RECIPIENT_INVALID, FILE_TOO_OPEN; IDENTITY_MISSING where the home's identity
 * file holds no key.
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
  if (!existsSync(identityPath)) return { recipients: [], source: 'none' };
  return { recipients: await recipientsOf(await readIdentity(identityPath)), source: 'home' };
}

/**
 * The recipients to seal to: those configured, else those of the key pair in the home folder, which
 * is made on first use.
 * @throws RaccordError RECIPIENT_INVALID, FILE_TOO_OPEN, VAULT_UNWRITABLE.
 */
export async function findRecipients(options: RecipientsOptions): Promise<Recipients> {
  const { configured, home, clock } = options;
  const recipientsPath = join(home, RECIPIENTS_FILE);
  const known = await knownRecipients({ configured, home });
  if (known.source === 'configured' || existsSync(recipientsPath)) {
    return { recipients: known.recipients };
  }
  const identityPath = join(home, IDENTITY_FILE);
  const identityMade = await makeIdentity(identityPath, clock);
  const recipients = await recipientsOf(await readIdentity(identityPath));
  await written(recipientsPath, Buffer.from(`${recipients.join('\n')}\n`));
  return { recipients, ...(identityMade && { identityMade: identityPath }) };
}

/**
 * Recipients that age accepts, without repeats.
 * @throws RaccordError RECIPIENT_INVALID naming the first that is none; a private key given by
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
    } catch (error) {
      const reason = PLUGIN_RECIPIENT.test(recipient) ? 'plugin' : messageOf(error);
      throw new RaccordError('RECIPIENT_INVALID', { recipient, reason });
    }
  }
  return recipients;
}

/**
 * Reads a private key file as `age-keygen` writes it.
 * @throws RaccordError IDENTITY_MISSING where there is no file that may be read, or no usable key in
 * it, and then with what it is; FILE_TOO_OPEN.
 */
export async function readIdentity(path: string): Promise<Identity> {
  if (await isFolder(path)) throw new RaccordError('IDENTITY_MISSING', { path, found: 'folder' });
  // A key of another account is none of this one's.
  const bytes = await readPrivateFile(path).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'EACCES') return undefined;
    throw error;
  });
  if (bytes === undefined) throw new RaccordError('IDENTITY_MISSING', { path });
  const reading = await readIdentityFile(bytes);
  if ('keys' in reading) return { path, keys: reading.keys };
  throw new RaccordError('IDENTITY_MISSING', { path, found: reading.fault });
}

/**
 * The key of the vault's fingerprints: 32 random bytes in the home folder, made on first use.
 * @throws RaccordError FILE_TOO_OPEN, VAULT_UNWRITABLE; VAULT_DAMAGED where its length is wrong.
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

/** True where the identity was made now, false where there was one. */
async function makeIdentity(path: string, clock: Clock): Promise<boolean> {
  const { text } = await newIdentity(clock);
  return written(path, Buffer.from(text.reveal()));
}

/** A new private key as the text of a file, with its public half in a comment as `age-keygen` has it. */
export async function newIdentity(clock: Clock): Promise<{ recipient: string; text: Secret }> {
  const { generateX25519Identity, identityToRecipient } = await import('age-encryption');
  const key = await generateX25519Identity();
  const recipient = await identityToRecipient(key);
  const lines = [`# created: ${clock.now().toISOString()}`, `# public key: ${recipient}`, key];
  return { recipient, text: new Secret(`${lines.join('\n')}\n`) };
}

/** Writes a file that is not there yet; false where another process was quicker. */
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

/** To whom is to be sealed so that an identity opens it. */
export async function recipientsOf({ keys }: Identity): Promise<readonly string[]> {
  const { identityToRecipient } = await import('age-encryption');
  return Promise.all(keys.map((key) => identityToRecipient(key.reveal())));
}

/** False as well where there is nothing, or nothing that may be looked at. */
async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() === true;
}

async function readLines(path: string): Promise<readonly string[]> {
  try {
    const bytes = await readFile(path);
    const reading = readTextBytes(bytes);
    // What is no text is told as what it is not: a public key.
    return keyLines('text' in reading ? reading.text : bytes.toString('utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
