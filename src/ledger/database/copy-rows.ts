import { sql, type Kysely } from 'kysely';
import type { LedgerSchema } from './schema.ts';
import { readNameIntents, parseNameIntent } from '../intended-names.ts';
import { nameKey } from './shared-tables.ts';

const NUMBERED = [
  ...(['events', 'steps', 'sign_ins', 'transitions', 'renewals'] as const),
  ...(['deliveries', 'verifications', 'reseals'] as const),
] as const;

/** Maximum number of rows in one statement. */
const CHUNK = 500;

/** Returns true if nothing was ever recorded in a ledger. */
export async function isEmpty(database: Kysely<LedgerSchema>): Promise<boolean> {
  for (const table of NUMBERED) {
    const row = await database.selectFrom(table).select('id').limit(1).executeTakeFirst();
    if (row !== undefined) return false;
  }
  return true;
}

/** Copies all rows, with their numbers, from a file into an empty shared ledger's transaction. */
export async function copyRows(
  from: Kysely<LedgerSchema>,
  into: Kysely<LedgerSchema>,
): Promise<void> {
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
export async function copyNames(
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
