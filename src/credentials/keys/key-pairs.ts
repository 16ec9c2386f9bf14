import { existsSync } from 'node:fs';
import { unlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Clock } from '../../domain/clock.ts';
import { RaccordError } from '../../errors/raccord-error.ts';
import { systemReason, UnwritableError } from '../../errors/unwritable-error.ts';
import { makePrivateFolder, writeDurably, writeNewFile } from '../../files/durable-file.ts';
import {
  IDENTITY_FILE,
  knownRecipients,
  newIdentity,
  readIdentity,
  RECIPIENTS_FILE,
  validRecipients,
} from './key-files.ts';

/** A key pair that was made: the path of its private key, and its public key. */
export interface KeyPair {
  readonly path: string;
  readonly recipient: string;
}

export interface InitialKeys {
  /** Absent if the home already had its keys. */
  readonly operator?: KeyPair;
  readonly spare?: KeyPair;
  /** All recipients that the home seals to from now on. */
  readonly recipients: readonly string[];
  readonly recipientsFile: string;
}

export interface InitOptions {
  readonly home: string;
  /** The operator's private key file; in the home folder if absent. */
  readonly output?: string | undefined;
  /** The spare private key's file. */
  readonly spare?: string | undefined;
  /** Public keys of pairs made elsewhere. */
  readonly others: readonly string[];
  readonly clock: Clock;
}

/**
 * Makes a home's keys, or adds keys to it. The recipients are written last: until then nothing is
 * sealed to a key whose private key is not on the disk. No file is ever replaced except the list of
 * recipients, which only grows.
 * @throws RaccordError KEYS_KNOWN if there is nothing to add; KEY_FILE_TAKEN, KEY_UNWRITABLE,
 * RECIPIENT_INVALID.
 */
export async function initKeys(options: InitOptions): Promise<InitialKeys> {
  const { home, output, spare, others, clock } = options;
  const known = await knownRecipients({ configured: [], home });
  const recipientsFile = join(home, RECIPIENTS_FILE);
  const isNew = known.source === 'none';
  const addsNone = spare === undefined && others.length === 0;
  if (!isNew && (output !== undefined || addsNone)) {
    throw new RaccordError('KEYS_KNOWN', { path: recipientsFile });
  }
  const added = await validRecipients(others);
  const own = isNew ? (output ?? join(home, IDENTITY_FILE)) : undefined;
  expectFree([own, spare]);
  await makeHome(home);
  const sparePair = spare === undefined ? undefined : await makeKeyPair(spare, clock);
  const operator = own === undefined ? undefined : await makeKeyPair(own, clock);
  const recipients = await validRecipients([
    ...(operator ? [operator.recipient] : []),
    ...known.recipients,
    ...(sparePair ? [sparePair.recipient] : []),
    ...added,
  ]);
  await writeRecipients(home, recipients);
  return {
    recipients,
    recipientsFile,
    operator,
    spare: sparePair,
  };
}

/**
 * Makes a key pair; its private key is flushed to a new file (0600) and read back. A key left
 * half-written by a crash is harmless: nothing was sealed to it.
 * @throws RaccordError KEY_FILE_TAKEN, KEY_UNWRITABLE; FILE_TOO_OPEN if the disk cannot keep it
 * private.
 */
export async function makeKeyPair(path: string, clock: Clock): Promise<KeyPair> {
  const { recipient, text } = await newIdentity(clock);
  await writeNewFile(path, Buffer.from(text.reveal())).catch((error: unknown) => {
    if (!(error instanceof UnwritableError)) throw error;
    throw error.exists
      ? new RaccordError('KEY_FILE_TAKEN', { path })
      : unwritable(path, error.cause);
  });
  try {
    await readIdentity(path);
  } catch (error) {
    await unlink(path);
    throw error instanceof RaccordError ? error : unwritable(path, error);
  }
  return { path, recipient };
}

/**
 * Writes the list of recipients that a home seals to.
 * @throws RaccordError KEY_UNWRITABLE.
 */
export async function writeRecipients(home: string, recipients: readonly string[]): Promise<void> {
  const path = join(home, RECIPIENTS_FILE);
  await makeHome(home);
  await writeDurably(path, Buffer.from(`${recipients.join('\n')}\n`)).catch((error: unknown) => {
    throw unwritable(path, error);
  });
}

async function makeHome(home: string): Promise<void> {
  await makePrivateFolder(home).catch((error: unknown) => {
    throw unwritable(home, error);
  });
}

/** Checked before anything is made, so that no partial work is left behind. */
function expectFree(paths: readonly (string | undefined)[]): void {
  const wanted = paths.filter((path) => path !== undefined).map((path) => resolve(path));
  const taken = wanted.find((path, index) => existsSync(path) || wanted.indexOf(path) < index);
  if (taken !== undefined) throw new RaccordError('KEY_FILE_TAKEN', { path: taken });
}

function unwritable(path: string, error: unknown): RaccordError<'KEY_UNWRITABLE'> {
  return new RaccordError('KEY_UNWRITABLE', { path, reason: systemReason(error) }, error);
}
