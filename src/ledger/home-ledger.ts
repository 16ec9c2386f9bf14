import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalConfig } from '../config/config.ts';
import { missingSetting, type ConfigProblem, type ConfigReason } from '../errors/config-problem.ts';
import { type AnyRaccordError, RaccordError } from '../errors/raccord-error.ts';
import { flushFolder } from '../files/durable-file.ts';
import { isPresent } from '../files/if-present.ts';
import type { Secret } from '../secrets/secret.ts';
import type { LedgerPlace } from './ledger.ts';

/** Name of the ledger file in a home. */
export const LEDGER_FILE = 'ledger.db';

/** Name of the ledger file after its move to a database. */
const MOVED_FILE = 'ledger-moved.db';

type HomeLedger = Pick<LocalConfig, 'home' | 'database'>;

/** Returns false if opening the ledger would create one; a moved ledger counts as existing. */
export function hasLedger({ home, database }: HomeLedger): boolean {
  const isIn = (name: string): boolean => isPresent(join(home, name));
  return database !== undefined || isIn(LEDGER_FILE) || isIn(MOVED_FILE);
}

/**
 * Returns where the ledger of a home is.
 * @throws RaccordError CONFIG_INVALID if the home has a ledger beside the database's.
 */
export function ledgerPlaceOf({ home, database }: HomeLedger): LedgerPlace {
  const file = join(home, LEDGER_FILE);
  if (database === undefined) {
    // Its intents are in the database: a newly created ledger would not know them.
    const isMoved = isPresent(join(home, MOVED_FILE)) && !isPresent(file);
    if (!isMoved) return { file };
    throw misplaced({ key: 'ledger-moved', home });
  }
  if (!isPresent(file)) return { url: database };
  throw misplaced({ key: 'ledger-beside', file });
}

/**
 * Checks that the ledger is in the home.
 * @throws RaccordError CONFIG_INVALID if it is in a database, outside the home's files.
 */
export function expectLedgerInFile({ database }: Pick<HomeLedger, 'database'>): void {
  if (database === undefined) return;
  throw misplaced({ key: 'database-not-in-backups' });
}

/**
 * Returns the ledger's file and the database that it is to be moved to.
 * @throws RaccordError CONFIG_INVALID if one of them is missing.
 */
export function endsOfMove({ home, database }: HomeLedger): { file: string; url: Secret } {
  const file = join(home, LEDGER_FILE);
  const problems: ConfigProblem[] = [
    ...(database === undefined ? [missingSetting('RACCORD_DATABASE_URL')] : []),
    ...(isPresent(file)
      ? []
      : [{ place: 'RACCORD_HOME', reason: { key: 'no-ledger', home } } as const]),
  ];
  if (database === undefined || problems.length > 0)
    throw new RaccordError('CONFIG_INVALID', { problems });
  return { file, url: database };
}

/** Sets the file of a moved ledger aside, and returns its new place. */
export async function setAsideMoved(home: string): Promise<string> {
  const kept = join(home, MOVED_FILE);
  await rename(join(home, LEDGER_FILE), kept);
  await flushFolder(home);
  return kept;
}

function misplaced(reason: ConfigReason): AnyRaccordError {
  const problems = [{ place: 'RACCORD_DATABASE_URL', reason }];
  return new RaccordError('CONFIG_INVALID', { problems });
}
