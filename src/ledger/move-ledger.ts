import { isDeepStrictEqual } from 'node:util';
import { RaccordError, isRaccordError } from '../errors/raccord-error.ts';
import { copyNames, copyRows, isEmpty } from './database/copy-rows.ts';
import { Ledger } from './ledger.ts';
import { keepSealed } from './database/shared-tables.ts';
import { readSealed, sealedFile } from '../credentials/vault/vault.ts';
import { readVaultEntries } from '../credentials/vault/vault-entries.ts';

/** The result of moving a home into a shared ledger. */
export interface MoveResult {
  readonly sirets: number;
  readonly sealed: number;
  /** Sealed files that were already missing or altered. */
  readonly damaged: number;
}

/**
 * Copies a home's ledger and its sealed files into a shared ledger, in one transaction that is
 * committed only if every SIRET of every portal reads the same there. Both ledgers' locks are held.
 * A ledger that was copied before, and reads the same, is not copied again.
 * @throws RaccordError DATABASE_UNSAFE if the shared ledger holds anything else.
 */
export async function moveLedger(
  source: Ledger,
  target: Ledger,
  vaultFolder: string,
): Promise<MoveResult> {
  const { backend, clock, portal, runId } = target;
  return backend.database.transaction().execute(async (transaction) => {
    const copy = new Ledger(
      {
        ...{ database: transaction, place: backend.place, isShared: true },
        now: () => backend.now(transaction),
        version: () => backend.version(),
        check: () => backend.check(),
      },
      { clock, portal, runId },
    );
    const isNew = await isEmpty(transaction);
    if (isNew) await copyRows(source.database, transaction);
    let sirets = 0;
    for (const each of await source.portals()) {
      const [before, after] = [source.of(each), copy.of(each)];
      const enrolments = await before.enrolments();
      if (!isDeepStrictEqual(await after.enrolments(), enrolments)) {
        const reason = isNew ? `${each} does not read the same` : 'it holds another ledger';
        throw new RaccordError('DATABASE_UNSAFE', { database: backend.place, reason });
      }
      sirets += enrolments.length;
      const at = (await copy.now()).toISOString();
      await copyNames(source.database, transaction, { portal: each, at, run: runId });
    }
    let [sealed, damaged] = [0, 0];
    for (const { siret, portal: own, credential } of await readVaultEntries(source)) {
      try {
        const bytes = await readSealed(sealedFile(vaultFolder, siret, credential), credential);
        await keepSealed(transaction, copy.of(own), siret, credential, bytes);
        sealed += 1;
      } catch (error) {
        if (!isRaccordError(error) || error.code !== 'VAULT_DAMAGED') throw error;
        damaged += 1;
      }
    }
    return { sirets, sealed, damaged };
  });
}
