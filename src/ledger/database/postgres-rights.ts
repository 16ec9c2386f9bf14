import { sql, type Kysely } from 'kysely';
import { RaccordError } from '../../errors/raccord-error.ts';
import type { Server } from './postgres-dialect.ts';
import type { LedgerSchema } from './schema.ts';

const JOURNALS = [
  ...(['events', 'steps', 'sign_ins', 'transitions', 'renewals'] as const),
  ...(['deliveries', 'verifications', 'reseals', 'sealed', 'shared_settings'] as const),
] as const;

type Right = 'select' | 'insert' | 'update' | 'delete';

/** The rights of a role that works on a ledger: on journals, only to add rows. */
const RIGHTS: readonly (readonly [table: keyof LedgerSchema, right: Right])[] = [
  ...JOURNALS.flatMap((table) => [[table, 'select'] as const, [table, 'insert'] as const]),
  ...(['runs', 'leases', 'application_names'] as const).flatMap((table) =>
    (['select', 'insert', 'update'] as const).map((right) => [table, right] as const),
  ),
  ['application_names', 'delete'],
  ...(['queue_rows', 'queue_accounts', 'queue_workers'] as const).flatMap((table) =>
    (['select', 'insert', 'update'] as const).map((right) => [table, right] as const),
  ),
  ['queue_workers', 'delete'],
  ...(['select', 'insert', 'delete'] as const).map((right) => ['canaries', right] as const),
];

/** @throws RaccordError DATABASE_REFUSED with the missing rights. */
export async function expectRights(
  database: Kysely<LedgerSchema>,
  { place }: Server,
): Promise<void> {
  const wanted = sql.join(RIGHTS.map(([table, right]) => sql`(${table}, ${right})`));
  const { rows } = await sql<{ table: string; right: string }>`
    select "table", "right" from (values ${wanted}) as wanted("table", "right")
    where not has_table_privilege("table"::text, "right"::text)`.execute(database);
  if (rows.length === 0) return;
  const missing = rows.map(({ table, right }) => `${right} on ${table}`).join(', ');
  throw new RaccordError('DATABASE_REFUSED', { database: place, reason: `no right to ${missing}` });
}

/** Grants a role the rights that it needs, and none to change a journal. */
export async function grantRights(
  database: Kysely<LedgerSchema>,
  { schema }: Server,
  role: string,
): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const to = sql.id(role);
    await sql`grant usage on schema ${sql.id(schema)} to ${to}`.execute(transaction);
    await sql`grant select on ${sql.id('kysely_migration')} to ${to}`.execute(transaction);
    for (const [table, right] of RIGHTS) {
      await sql`grant ${sql.raw(right)} on ${sql.table(table)} to ${to}`.execute(transaction);
    }
  });
}
