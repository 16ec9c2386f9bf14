import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isRaccordError, type RaccordError } from '../domain/errors.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { mayOpen, type CredentialEntry } from '../domain/credential.ts';
import { countCredentials, findUnlisted } from '../run/unlisted.ts';
import { IDENTITY_FILE } from '../vault/keys.ts';
import type { Check } from './report.ts';

export type StorageCheck = Omit<Check, 'section'>;

/** The ledger and the vault as the app opens them. */
export interface Storage {
  readonly home: string;
  readonly ledgerFile: string;
  readonly vaultFolder: string;
  withLedger<T>(work: (ledger: Ledger) => Promise<T>): Promise<T>;
  damagedCredentials(entries: readonly CredentialEntry[]): Promise<RaccordError[]>;
}

/** Whether what is kept is whole; nothing is made where nothing is yet. */
export async function checkStorage(storage: Storage): Promise<StorageCheck[]> {
  const key = checkPrivateKey(storage.home);
  if (!existsSync(join(storage.home, storage.ledgerFile))) {
    return [
      { name: 'ledger', result: 'not-looked', found: '' },
      { name: 'sealed', result: 'not-looked', found: '' },
      await checkUnlisted(storage, undefined),
      key,
    ];
  }
  try {
    const { ledger, entries, unlisted } = await storage.withLedger(async (opened) => ({
      ledger: await checkLedger(opened),
      entries: await opened.credentials(),
      unlisted: await checkUnlisted(storage, opened),
    }));
    return [ledger, await checkSealed(storage, entries), unlisted, key];
  } catch (error) {
    if (!isRaccordError(error)) throw error;
    const reason = 'reason' in error.details ? error.details.reason : '';
    return [
      { name: 'ledger', result: 'mistake', found: `${error.code} ${reason}`.trim() },
      { name: 'sealed', result: 'not-looked', found: '' },
      { name: 'unlisted', result: 'not-looked', found: '' },
      key,
    ];
  }
}

async function checkLedger({ backend }: Ledger): Promise<StorageCheck> {
  const { isSafe, found } = await backend.check();
  return { name: 'ledger', result: isSafe ? 'good' : 'mistake', found };
}

async function checkSealed(
  storage: Storage,
  entries: readonly CredentialEntry[],
): Promise<StorageCheck> {
  const open = entries.filter(({ status }) => mayOpen(status));
  const damaged = await storage.damagedCredentials(open);
  return {
    name: 'sealed',
    result: damaged.length === 0 ? 'good' : 'mistake',
    found: `${open.length - damaged.length}/${open.length}`,
  };
}

/** Sealed passwords that nobody would find again. */
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
