import { sql, type Kysely } from 'kysely';
import { type AnyRaccordError, RaccordError } from '../../errors/raccord-error.ts';
import { CREATE_QUEUE_TABLES } from '../../queue/queue-tables.ts';
import type { SchemaWords } from './backend.ts';
import { locked, type LeaseRow } from '../lease/lease-row.ts';
import { migrate, migrationNames, schemaStatus, type SchemaStatus } from './migrations.ts';
import type { Server } from './postgres-dialect.ts';
import type { LedgerSchema } from './schema.ts';

/**
 * Migrates a database to the current schema, one process at a time; none that works on it gets a
 * lease until that is committed.
 * @returns the names of the migrations that were run.
 * @throws RaccordError DATABASE_NEWER; HOME_LOCKED while a machine works.
 */
export async function migrateAlone(
  database: Kysely<LedgerSchema>,
  server: Server,
): Promise<readonly string[]> {
  return database.transaction().execute(async (lock) => {
    await sql`set local idle_in_transaction_session_timeout = 0`.execute(lock);
    await sql`select pg_advisory_xact_lock(hashtextextended(${`raccord ${server.schema}`}, 0))`.execute(
      lock,
    );
    const standing = await readStatusSnapshot(lock, server);
    if (standing.kind === 'same') return [];
    if (standing.kind === 'newer') throw newer(server, standing);
    return migrate(database, WORDS, server.schema, (transaction) =>
      expectNobodyWorks(transaction, server),
    );
  });
}

/** @throws RaccordError DATABASE_OLDER, DATABASE_NEWER. */
export async function expectSchema(database: Kysely<LedgerSchema>, server: Server): Promise<void> {
  const standing = await readStatusSnapshot(database, server);
  if (standing.kind === 'newer') throw newer(server, standing);
  if (standing.kind === 'older') {
    const reason = `not there yet: ${standing.missing.join(', ')}`;
    throw new RaccordError('DATABASE_OLDER', { database: server.place, reason });
  }
}

function newer(
  { place }: Server,
  { unknown }: Extract<SchemaStatus, { readonly kind: 'newer' }>,
): AnyRaccordError {
  const reason = `not known here: ${unknown.join(', ')}`;
  return new RaccordError('DATABASE_NEWER', { database: place, reason });
}

async function readStatusSnapshot(
  database: Kysely<LedgerSchema>,
  { schema }: Server,
): Promise<SchemaStatus> {
  const known = migrationNames(WORDS);
  if (!(await isThere(database, schema, 'kysely_migration'))) return schemaStatus([], known);
  // By its full name: otherwise a schema that the role may not use would appear to be empty.
  const table = sql.table(`${schema}.kysely_migration`);
  const { rows } = await sql<{ name: string }>`select name from ${table}`.execute(database);
  const executed = rows.map(({ name }) => name);
  return schemaStatus(executed, known);
}

/**
 * Checks that no process works on the ledger, whose tables would change while it runs, and that none
 * begins before the end of the transaction.
 */
async function expectNobodyWorks(database: Kysely<unknown>, { schema }: Server): Promise<void> {
  if (!(await isThere(database, schema, 'leases'))) return;
  await sql`lock table leases in access exclusive mode`.execute(database);
  const { rows } = await sql<LeaseRow>`
    select * from leases where holder <> '' and expires_at > to_char(
      clock_timestamp() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') limit 1`.execute(
    database,
  );
  const [row] = rows;
  if (row !== undefined) throw locked(row);
}

async function isThere<Schema>(
  database: Kysely<Schema>,
  schema: string,
  table: string,
): Promise<boolean> {
  // Unlike `information_schema`, it also lists tables the role has no right to.
  const { rows } = await sql`select from pg_tables
    where schemaname = ${schema} and tablename = ${table}`.execute(database);
  return rows.length > 0;
}

const WORDS: SchemaWords = {
  // Rows copied from another ledger bring their numbers.
  numbered: (column) => column.generatedByDefaultAsIdentity(),
  later: 'greatest',
  forbidChange: (table) => [
    `create or replace function refuse_change() returns trigger language plpgsql as $$
      begin raise exception '% is append-only', tg_table_name; end $$`,
    `create trigger ${table}_no_change before update or delete on ${table}
      for each row execute function refuse_change()`,
    `create trigger ${table}_no_truncate before truncate on ${table}
      for each statement execute function refuse_change()`,
  ],
  own: {
    '0006-several-machines': {
      async up(database: Kysely<unknown>): Promise<void> {
        for (const statement of SHARED_TABLES) await sql.raw(statement).execute(database);
        for (const statement of WORDS.forbidChange('sealed')) {
          await sql.raw(statement).execute(database);
        }
      },
    },
    '0007-accounts': {
      async up(database: Kysely<unknown>): Promise<void> {
        await database.schema.alterTable('leases').addColumn('run', 'text').execute();
      },
    },
    '0008-queue': {
      async up(database: Kysely<unknown>): Promise<void> {
        for (const statement of CREATE_QUEUE_TABLES) await sql.raw(statement).execute(database);
      },
    },
    '0009-machines': {
      async up(database: Kysely<unknown>): Promise<void> {
        for (const statement of TABLES_OF_MACHINES) await sql.raw(statement).execute(database);
        for (const statement of WORDS.forbidChange('shared_settings')) {
          await sql.raw(statement).execute(database);
        }
      },
    },
  },
};

const SHARED_TABLES = [
  `create table sealed (
    at text not null, run text not null, portal text not null, siret text not null,
    credential_id text not null, generation integer not null, digest text not null,
    bytes bytea not null, primary key (portal, siret, credential_id, generation))`,
  `create table application_names (
    at text not null, run text not null, portal text not null, key text not null,
    name text not null, siret text not null, primary key (portal, key))`,
] as const;

const TABLES_OF_MACHINES = [
  `create table shared_settings (
    id integer generated by default as identity primary key, at text not null, run text not null,
    name text not null, value text not null)`,
  'create table canaries (id text primary key, bytes bytea not null)',
] as const;

const JOURNALS = [
  ...(['events', 'steps', 'sign_ins', 'transitions', 'renewals'] as const),
  ...(['deliveries', 'verifications', 'reseals', 'sealed', 'shared_settings'] as const),
] as const;

const VIEWS = ['connection_events', 'earlier_enrolments', 'enrolments'] as const;

type Relation = keyof LedgerSchema | (typeof VIEWS)[number];

type Right = 'select' | 'insert' | 'update' | 'delete';

/** The rights of a role that works on a ledger: on journals, only to add rows. */
const RIGHTS: readonly (readonly [table: Relation, right: Right])[] = [
  ...JOURNALS.flatMap((table) => [[table, 'select'] as const, [table, 'insert'] as const]),
  ...VIEWS.map((view) => [view, 'select'] as const),
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
