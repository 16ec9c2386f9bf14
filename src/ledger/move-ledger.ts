import { sql, type Kysely } from 'kysely';
import { isDeepStrictEqual } from 'node:util';
import { RaccordError, isRaccordError } from '../errors/raccord-error.ts';
import { Ledger } from './ledger.ts';
import { nameKey } from '../domain/application-name.ts';
import { keepSealed } from './database/shared-tables.ts';
import { readSealed, sealedFile } from '../credentials/vault/vault.ts';
import { readVaultEntries } from '../credentials/vault/vault-entries.ts';
import type { LedgerSchema } from './database/schema.ts';
import { readNameIntents, parseNameIntent } from './intended-names.ts';

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
 * A ledger that was copied before is not copied again, whatever was recorded in the shared one since.
 * @throws RaccordError DATABASE_UNSAFE if the shared ledger holds another one.
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
    const refuse = (reason: string): RaccordError<'DATABASE_UNSAFE'> =>
      new RaccordError('DATABASE_UNSAFE', { database: backend.place, reason });
    if (isNew) await copyRows(source.database, transaction);
    else if (!(await isCopied(source.database, transaction)))
      throw refuse('it holds another ledger');
    let sirets = 0;
    for (const each of await source.portals()) {
      const [before, after] = [source.of(each), copy.of(each)];
      const enrolments = await before.enrolments();
      sirets += enrolments.length;
      if (!isNew) continue;
      if (!isDeepStrictEqual(await after.enrolments(), enrolments)) {
        throw refuse(`${each} does not read the same`);
      }
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

const NUMBERED = [
  ...(['events', 'steps', 'sign_ins', 'transitions', 'renewals'] as const),
  ...(['deliveries', 'verifications', 'reseals'] as const),
] as const;

/** Maximum number of rows in one statement. */
const CHUNK = 500;

/** Returns true if nothing was ever recorded in a ledger. */
async function isEmpty(database: Kysely<LedgerSchema>): Promise<boolean> {
  for (const table of NUMBERED) {
    const row = await database.selectFrom(table).select('id').limit(1).executeTakeFirst();
    if (row !== undefined) return false;
  }
  return true;
}

/** Returns true if a shared ledger begins with all rows of a file: none is ever changed. */
async function isCopied(from: Kysely<LedgerSchema>, into: Kysely<LedgerSchema>): Promise<boolean> {
  for (const table of NUMBERED) {
    const rows = await from.selectFrom(table).selectAll().orderBy('id').execute();
    const last = rows.at(-1);
    if (last === undefined) continue;
    const there = into.selectFrom(table).selectAll().where('id', '<=', last.id).orderBy('id');
    if (!isDeepStrictEqual(await there.execute(), rows)) return false;
  }
  return true;
}

/** Copies all rows, with their numbers, from a file into an empty shared ledger's transaction. */
async function copyRows(from: Kysely<LedgerSchema>, into: Kysely<LedgerSchema>): Promise<void> {
  for (const table of ['runs', ...NUMBERED] as const) {
    const rows = await from.selectFrom(table).selectAll().execute();
    for (let start = 0; start < rows.length; start += CHUNK) {
      const chunk = rows.slice(start, start + CHUNK);
      // Both tables have the same columns.
      await (into as unknown as Kysely<Record<string, object>>)
        .insertInto(table)
        .values(chunk)
        .execute();
    }
  }
  for (const table of NUMBERED) {
    await sql`select setval(pg_get_serial_sequence(${table}, 'id'),
      (select coalesce(max(id), 0) + 1 from ${sql.table(table)}), false)`.execute(into);
  }
}

/** Reserves the application names that a portal's SIRETs have intended, in a shared ledger. */
async function copyNames(
  from: Kysely<LedgerSchema>,
  into: Kysely<LedgerSchema>,
  { portal, at, run }: { readonly portal: string; readonly at: string; readonly run: string },
): Promise<void> {
  for (const intent of await readNameIntents(from, portal)) {
    const name = parseNameIntent(intent);
    const row = { at, run, portal, siret: intent.siret, name, key: nameKey(name) };
    // If two SIRETs already had the same name, neither declares it again.
    const insert = into.insertInto('application_names').values(row);
    await insert.onConflict((conflict) => conflict.doNothing()).execute();
  }
}
