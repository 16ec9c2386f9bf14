import { join } from 'node:path';
import type { Clock } from '../../domain/clock.ts';
import { RaccordError, isRaccordError } from '../../errors/raccord-error.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { changeRecipients } from '../../ledger/database/shared-settings.ts';
import { makeKeyPair, writeRecipients } from './key-pairs.ts';
import {
  knownRecipients,
  recipientsOf,
  readIdentity,
  RECIPIENTS_FILE,
  type Identity,
  validRecipients,
} from './key-files.ts';
import { recipientsDigest, Resealer, type FileFinding } from './resealer.ts';
import {
  readVaultEntries,
  inspectFiles,
  type VaultEntryWithStatus,
  type FileInspection,
} from '../vault/vault-entries.ts';

export interface RotationOptions {
  readonly home: string;
  readonly vaultFolder: string;
  /** The configured recipients; if empty, those of the home. */
  readonly configured: readonly string[];
  /** The private key that opens the existing credentials. */
  readonly identityFile: string;
  /** A private key file to create, or to continue with if an earlier rotation created it. */
  readonly newIdentity?: string | undefined;
  /** The public keys to replace; if empty, those of the identity file. */
  readonly replace: readonly string[];
  readonly dryRun: boolean;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

export interface Rotated {
  /** Number of resealed credentials; with `dryRun`, of those to reseal. */
  readonly resealed: number;
  /** Number already resealed to the same keys by an earlier rotation. */
  readonly already: number;
  /** Number that the available key does not open; left unchanged. */
  readonly refused: number;
  readonly damaged: number;
  /** Number of removed files that others had replaced. */
  readonly removed: number;
  /** With `dryRun`, excludes a key that is still to be created. */
  readonly recipients: readonly string[];
  /** Number of keys each credential is sealed to, including one that is still to be created. */
  readonly keyCount: number;
  /** True if the configured recipients differ from these: a person has to change them. */
  readonly configuredDiffer: boolean;
}

/** The keys before and after. */
interface Change {
  readonly inForce: readonly string[];
  readonly identity: Identity;
  /** The new key, if an earlier rotation created it. */
  readonly made: Identity | undefined;
}

/** The credentials, grouped by the work to do. */
interface Work {
  readonly toReseal: readonly VaultEntryWithStatus[];
  readonly already: readonly VaultEntryWithStatus[];
  readonly refused: readonly VaultEntryWithStatus[];
  readonly damaged: readonly VaultEntryWithStatus[];
}

/**
 * Reseals every credential of a home to the keys in force or, with a new identity, to the keys with
 * it in place of the old one. The order is:
 *
 * 1. the new private key is on the disk;
 * 2. the home, or every machine of a shared ledger, seals to it, so that nothing is sealed to the
 *    old key during the rotation;
 * 3. each credential is resealed (see {@link Resealer}).
 *
 * After an interruption, the old key or the new one opens each credential, and the same command
 * continues. The old private key is never removed. Call it under the home's lock.
 * @throws RaccordError IDENTITY_MISSING, IDENTITY_REFUSED if it opens nothing, RECIPIENTS_MISSING,
 * RECIPIENT_NOT_IN_FORCE, KEY_UNCHANGED, RESEAL_STOPPED, INTERRUPTED and those of a new pair.
 */
export async function rotateKeys(ledger: Ledger, options: RotationOptions): Promise<Rotated> {
  const { home, configured, vaultFolder, newIdentity, dryRun, clock, signal } = options;
  const identity = await readIdentity(options.identityFile);
  const known = await knownRecipients({ configured, home });
  const isConfigured = known.source === 'configured';
  if (known.source === 'none') {
    throw new RaccordError('RECIPIENTS_MISSING', { path: join(home, RECIPIENTS_FILE) });
  }
  const made = newIdentity === undefined ? undefined : await readIfThere(newIdentity);
  const change = { inForce: known.recipients, identity, made };
  const kept = await keptRecipients(change, options);
  const entries = await readVaultEntries(ledger);
  const keys = [...identity.keys, ...(made?.keys ?? [])];
  const looker = { folder: vaultFolder, identity: { path: identity.path, keys }, recipients: [] };
  const { found } = await inspectFiles(entries, new Resealer(looker));
  const isToMake = newIdentity !== undefined && made === undefined;
  const planned =
    made === undefined ? kept : [...new Set([...(await recipientsOf(made)), ...kept])];
  // Nothing is sealed to a key that is still to be created.
  const work = sorted(found, isToMake ? undefined : recipientsDigest(planned));
  expectSome(work, identity);
  const keyCount = planned.length + (isToMake ? 1 : 0);
  if (dryRun) return { ...countsOf(work), recipients: planned, keyCount, configuredDiffer: false };

  const fresh = isToMake ? await makeKeyPair(newIdentity, clock) : undefined;
  const recipients = fresh === undefined ? planned : [fresh.recipient, ...planned];
  if (!isConfigured) await writeRecipients(home, recipients);
  await changeRecipients(ledger, recipients);
  const freshKeys = fresh === undefined ? [] : (await readIdentity(fresh.path)).keys;
  const opener = { path: identity.path, keys: [...keys, ...freshKeys] };
  const resealer = new Resealer({ folder: vaultFolder, identity: opener, recipients });
  const removed = await resealAll(ledger, work, resealer, recipients, signal);
  const configuredDiffer =
    isConfigured && recipientsDigest(recipients) !== recipientsDigest(known.recipients);
  return { ...countsOf(work), removed, recipients, keyCount, configuredDiffer };
}

/** Returns the recipients to keep: with a new key, all except those it replaces. */
async function keptRecipients(
  { inForce, identity, made }: Change,
  { newIdentity, replace }: RotationOptions,
): Promise<readonly string[]> {
  if (newIdentity === undefined) return inForce;
  const old = await recipientsOf(identity);
  const fresh = made === undefined ? [] : await recipientsOf(made);
  if (fresh.some((recipient) => old.includes(recipient))) {
    throw new RaccordError('KEY_UNCHANGED', { path: newIdentity });
  }
  const replaced = replace.length > 0 ? replace : old;
  // An interrupted earlier rotation has already removed them.
  const goesOn = fresh.some((recipient) => inForce.includes(recipient));
  // A private key given by mistake is not repeated.
  await validRecipients(replace);
  const unknown = replace.find((recipient) => !inForce.includes(recipient));
  if (unknown !== undefined && !goesOn) {
    throw new RaccordError('RECIPIENT_NOT_IN_FORCE', { recipient: unknown, present: inForce });
  }
  return inForce.filter((recipient) => !replaced.includes(recipient));
}

/** @param mark digest of the wanted recipients; `undefined` if nothing can be sealed to them. */
function sorted(found: FileInspection['found'], mark: string | undefined): Work {
  const entriesOf = (
    isWanted: (finding: FileFinding, isAlready: boolean) => boolean,
  ): VaultEntryWithStatus[] =>
    found
      .filter(([entry, finding]) =>
        isWanted(finding, mark !== undefined && entry.sealedTo === mark),
      )
      .map(([entry]) => entry);
  return {
    toReseal: entriesOf((finding, isAlready) => !isAlready && finding === 'opened'),
    already: entriesOf((finding, isAlready) => isAlready && finding !== 'damaged'),
    refused: entriesOf((finding, isAlready) => !isAlready && finding === 'refused'),
    damaged: entriesOf((finding) => finding === 'damaged'),
  };
}

function countsOf(work: Work): Omit<Rotated, 'recipients' | 'keyCount' | 'configuredDiffer'> {
  return {
    resealed: work.toReseal.length,
    already: work.already.length,
    refused: work.refused.length,
    damaged: work.damaged.length,
    removed: 0,
  };
}

/** @throws RaccordError IDENTITY_REFUSED if there are credentials to open and none opens. */
function expectSome({ toReseal, already, refused }: Work, { path }: Identity): void {
  const [first] = refused;
  if (first === undefined || toReseal.length + already.length > 0) return;
  const { siret, credential } = first;
  throw new RaccordError('IDENTITY_REFUSED', { path, file: `${siret}/${credential.id}` });
}

/** @returns the number of removed files that others had replaced. */
async function resealAll(
  ledger: Ledger,
  { toReseal, already, refused }: Work,
  resealer: Resealer,
  recipients: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  const mark = recipientsDigest(recipients);
  let removed = 0;
  for (const entry of [...already, ...refused]) removed += await resealer.tidy(entry);
  for (const entry of toReseal) {
    if (signal.aborted) throw new RaccordError('INTERRUPTED', {});
    removed += await resealer.tidy(await resealOne(ledger, entry, resealer, mark));
  }
  return removed;
}

/** @returns the credential with its current file. */
async function resealOne(
  ledger: Ledger,
  entry: VaultEntryWithStatus,
  resealer: Resealer,
  mark: string,
): Promise<VaultEntryWithStatus> {
  const { siret, portal, credential } = entry;
  const file = await resealer.reseal(entry);
  const reseal = { ...file, credentialId: credential.id, recipients: mark };
  await ledger.of(portal).reseals.record(siret, reseal);
  return { ...entry, credential: { ...credential, ...file }, sealedTo: mark };
}

async function readIfThere(path: string): Promise<Identity | undefined> {
  try {
    return await readIdentity(path);
  } catch (error) {
    if (isRaccordError(error) && error.code === 'IDENTITY_MISSING') return undefined;
    throw error;
  }
}
