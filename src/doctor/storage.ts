import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type AnyRaccordError, isRaccordError } from '../errors/raccord-error.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { mayBeValid, type CredentialEntry } from '../domain/credential.ts';
import { countCredentials, findUnlisted } from '../credentials/vault/unlisted.ts';
import { IDENTITY_FILE } from '../credentials/keys/key-files.ts';
import type { Check } from './doctor-report.ts';

export type StorageCheck = Omit<Check, 'section'>;

/** The ledger and the vault, opened in the same way as by the app. */
export interface Storage {
  readonly home: string;
  /** Kind of ledger: a file, or a database shared by several machines. */
  readonly ledgerName: 'ledger' | 'database';
  /** False if no ledger exists yet. */
  readonly hasLedger: boolean;
  readonly vaultFolder: string;
  withLedger<T>(work: (ledger: Ledger) => Promise<T>): Promise<T>;
  damagedCredentials(entries: readonly CredentialEntry[]): Promise<AnyRaccordError[]>;
  /** @throws RaccordError MACHINE_DIFFERS if machines sharing the ledger are set up differently. */
  expectLikeOthers(ledger: Ledger): Promise<void>;
}

/** Checks the integrity of ledger and vault; creates neither. */
export async function checkStorage(storage: Storage): Promise<StorageCheck[]> {
  const key = checkPrivateKey(storage.home);
  const { ledgerName: name } = storage;
  if (!storage.hasLedger) {
    return [
      { name, result: 'not-looked', found: '' },
      { name: 'sealed', result: 'not-looked', found: '' },
      await checkUnlisted(storage, undefined),
      key,
    ];
  }
  try {
    const { ledger, entries, unlisted } = await storage.withLedger(async (opened) => {
      await storage.expectLikeOthers(opened);
      return {
        ledger: await checkLedger(opened, name),
        entries: await opened.credentials(),
        unlisted: await checkUnlisted(storage, opened),
      };
    });
    return [ledger, await checkSealed(storage, entries), unlisted, key];
  } catch (error) {
    if (!isRaccordError(error)) throw error;
    const { details } = error;
    const reason =
      'reason' in details ? details.reason : 'version' in details ? details.version : '';
    return [
      { name, result: 'mistake', found: `${error.code} ${reason}`.trim() },
      { name: 'sealed', result: 'not-looked', found: '' },
      { name: 'unlisted', result: 'not-looked', found: '' },
      key,
    ];
  }
}

async function checkLedger(
  { backend }: Ledger,
  name: Storage['ledgerName'],
): Promise<StorageCheck> {
  const { isSafe, found } = await backend.check();
  return { name, result: isSafe ? 'good' : 'mistake', found };
}

async function checkSealed(
  storage: Storage,
  entries: readonly CredentialEntry[],
): Promise<StorageCheck> {
  const open = entries.filter(({ status }) => mayBeValid(status));
  const damaged = await storage.damagedCredentials(open);
  return {
    name: 'sealed',
    result: damaged.length === 0 ? 'good' : 'mistake',
    found: `${open.length - damaged.length}/${open.length}`,
  };
}

/** Checks for sealed passwords that the ledger does not know. */
async function checkUnlisted(
  { vaultFolder }: Storage,
  ledger: Ledger | undefined,
): Promise<StorageCheck> {
  const count = countCredentials(await findUnlisted(ledger, vaultFolder));
  return { name: 'unlisted', result: count === 0 ? 'good' : 'warning', found: String(count) };
}

function checkPrivateKey(home: string): StorageCheck {
  const liesThere = existsSync(join(home, IDENTITY_FILE));
  return {
    name: 'private-key',
    result: liesThere ? 'warning' : 'good',
    found: liesThere ? IDENTITY_FILE : '',
  };
}
