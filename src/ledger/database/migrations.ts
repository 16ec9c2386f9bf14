import { Migrator, sql, type Kysely, type Migration, type MigrationProvider } from 'kysely';
import type { SchemaWords } from './backend.ts';
import type { LedgerSchema } from './schema.ts';

/**
 * Migrates a ledger to the current schema.
 * @param schema the database's schema that contains it; absent for a file.
 * @param expectAlone called in the transaction of the migrations, before each of them.
 * @returns the names of the migrations that were run.
 * @throws Error if a migration fails, or if a later version of raccord made the ledger.
 */
export async function migrate(
  database: Kysely<LedgerSchema>,
  words: SchemaWords,
  schema?: string,
  expectAlone?: (transaction: Kysely<unknown>) => Promise<void>,
): Promise<readonly string[]> {
  const guarded = Object.entries({ ...migrationsIn(words), ...words.own }).map(
    ([name, migration]): [string, Migration] => [
      name,
      {
        async up(transaction: Kysely<unknown>): Promise<void> {
          await expectAlone?.(transaction);
          await migration.up(transaction);
        },
      },
    ],
  );
  const migrations = Object.fromEntries(guarded);
  const provider: MigrationProvider = { getMigrations: () => Promise.resolve(migrations) };
  const own = schema !== undefined && { migrationTableSchema: schema };
  const migrator = new Migrator({ db: database, provider, ...own });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error instanceof Error) throw error;
  if (error !== undefined) throw new Error('a migration failed', { cause: error });
  return results.map(({ migrationName }) => migrationName);
}

/** Returns the names of all migrations of a database, in order. */
export function migrationNames(words: SchemaWords): readonly string[] {
  return Object.keys({ ...migrationsIn(words), ...words.own }).sort();
}

const APPEND_ONLY = ['steps', 'transitions', 'sign_ins'] as const;

/** Returns the view of each SIRET's connection and account by the rows of `transitions`. */
function earlierEnrolments(name: string): string {
  return `create view ${name} as
  select
    portal,
    siret,
    max(case when half = 'connection' then state end) as connection,
    max(case when half = 'connection' then at end) as connection_since,
    max(case when half = 'account' then state end) as account,
    max(case when half = 'account' then at end) as account_since
  from transitions
  where id in (select max(id) from transitions group by portal, siret, half)
  group by portal, siret`;
}

const viewsIn = ({ later }: SchemaWords): readonly string[] => [
  earlierEnrolments('earlier_enrolments'),
  // Events of connections from both tables: the rows of `transitions` come first.
  `create view connection_events as
   select 0 as age, id, portal, siret, event, data from transitions where half = 'connection'
   union all
   select 1, id, portal, siret, event, data from events where stream = 'connection'`,
  // The state of each SIRET, for a person with the `sqlite3` tool.
  `create view enrolments as
   select portal, siret, connection, account, at as updated_at from events
   where id in (select max(id) from events group by portal, siret)
   union all
   select portal, siret, connection, account, ${later}(connection_since, account_since)
   from earlier_enrolments as earlier
   where not exists (
     select 1 from events where portal = earlier.portal and siret = earlier.siret
   )`,
];

const migrationsIn = (words: SchemaWords): Readonly<Record<string, Migration>> => ({
  '0001-journal': {
    async up(database: Kysely<unknown>): Promise<void> {
      await createRuns(database);
      await createSteps(database, words);
      await createTransitions(database, words);
      await createJournal(database, words, 'sign_ins', SIGN_INS);
      await createLeases(database);
      for (const table of APPEND_ONLY) await forbidChange(database, words, table);
      await sql.raw(earlierEnrolments('enrolments')).execute(database);
    },
  },
  '0002-after-the-capture': {
    async up(database: Kysely<unknown>): Promise<void> {
      for (const [table, columns] of Object.entries(AFTER_THE_CAPTURE)) {
        await createJournal(database, words, table, columns);
        await forbidChange(database, words, table);
      }
    },
  },
  '0003-one-stream': {
    async up(database: Kysely<unknown>): Promise<void> {
      await createJournal(database, words, 'events', EVENTS);
      await forbidChange(database, words, 'events');
      for (const index of INDEXES) await sql.raw(index).execute(database);
      await sql.raw('drop view enrolments').execute(database);
      for (const view of viewsIn(words)) await sql.raw(view).execute(database);
    },
  },
  '0004-lease-command': {
    async up(database: Kysely<unknown>): Promise<void> {
      await database.schema.alterTable('leases').addColumn('command', 'text').execute();
    },
  },
  // It also introduces events that say how work ended, which an earlier version cannot read.
  '0005-how-work-ended': {
    async up(database: Kysely<unknown>): Promise<void> {
      await database.schema.alterTable('runs').addColumn('sirets', 'text').execute();
    },
  },
});

/** Indexes for frequent queries by SIRET; for names, only the intents are read. */
const INDEXES = [
  'create index events_by_siret on events (portal, siret, id)',
  "create index events_intended on events (portal, stream) where event = 'intended'",
  "create index transitions_intended on transitions (portal, half) where event = 'intended'",
  'create index renewals_by_siret on renewals (portal, siret, id)',
  'create index reseals_by_credential on reseals (portal, credential_id, id)',
  'create index verifications_by_credential on verifications (portal, credential_id, id)',
] as const;

type Columns = Readonly<Record<string, 'text' | 'integer' | 'text or null' | 'integer or null'>>;

const SIGN_INS: Columns = { login: 'text', outcome: 'text', totp_counter: 'integer or null' };

const EVENTS: Columns = {
  siret: 'text',
  stream: 'text',
  subject: 'text',
  event: 'text',
  data: 'text',
  connection: 'text',
  account: 'text',
};

/** The columns of the journals of captured credentials, besides those that all journals have. */
const AFTER_THE_CAPTURE: Readonly<Record<string, Columns>> = {
  renewals: { siret: 'text', login: 'text', event: 'text', state: 'text', data: 'text' },
  deliveries: {
    siret: 'text',
    credential_id: 'text',
    sink: 'text',
    outcome: 'text',
    message: 'text or null',
  },
  verifications: {
    siret: 'text',
    credential_id: 'text',
    outcome: 'text',
    expires_on: 'text or null',
  },
  reseals: { credential_id: 'text', generation: 'integer', digest: 'text', recipients: 'text' },
};

async function createJournal(
  database: Kysely<unknown>,
  { numbered }: SchemaWords,
  table: string,
  columns: Columns,
): Promise<void> {
  let creation = database.schema
    .createTable(table)
    .addColumn('id', 'integer', (column) => numbered(column.primaryKey()))
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('run', 'text', (column) => column.notNull())
    .addColumn('portal', 'text', (column) => column.notNull());
  for (const [name, type] of Object.entries(columns)) {
    const kind = type.startsWith('text') ? 'text' : 'integer';
    creation = creation.addColumn(name, kind, (column) =>
      type.endsWith('null') ? column : column.notNull(),
    );
  }
  await creation.execute();
}

async function createRuns(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('runs')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('command', 'text', (column) => column.notNull())
    .addColumn('version', 'text', (column) => column.notNull())
    .addColumn('portal', 'text', (column) => column.notNull())
    .addColumn('started_at', 'text', (column) => column.notNull())
    .addColumn('ended_at', 'text')
    .addColumn('exit_code', 'integer')
    .execute();
}

// A row's run is not a foreign key: the portal's answer is recorded even if the run's row could not
// be.
async function createSteps(database: Kysely<unknown>, { numbered }: SchemaWords): Promise<void> {
  await database.schema
    .createTable('steps')
    .addColumn('id', 'integer', (column) => numbered(column.primaryKey()))
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('run', 'text', (column) => column.notNull())
    .addColumn('siret', 'text')
    .addColumn('step', 'text', (column) => column.notNull())
    .addColumn('phase', 'text', (column) => column.notNull())
    .addColumn('detail', 'text')
    .execute();
}

async function createTransitions(database: Kysely<unknown>, words: SchemaWords): Promise<void> {
  await createJournal(database, words, 'transitions', {
    ...{ siret: 'text', half: 'text', event: 'text', state: 'text', data: 'text' },
  });
  await database.schema
    .createIndex('transitions_by_siret')
    .on('transitions')
    .columns(['portal', 'siret', 'half', 'id'])
    .execute();
}

async function createLeases(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('leases')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('holder', 'text', (column) => column.notNull())
    .addColumn('pid', 'integer', (column) => column.notNull())
    .addColumn('host', 'text', (column) => column.notNull())
    .addColumn('process_start', 'text')
    .addColumn('fence', 'integer', (column) => column.notNull())
    .addColumn('acquired_at', 'text', (column) => column.notNull())
    .addColumn('renewed_at', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'text', (column) => column.notNull())
    .execute();
}

async function forbidChange(
  database: Kysely<unknown>,
  words: SchemaWords,
  table: string,
): Promise<void> {
  for (const refusal of words.forbidChange(table)) await sql.raw(refusal).execute(database);
}

/** The result of comparing a database's schema with that of this version. */
export type SchemaStatus =
  | { readonly kind: 'same' }
  /** Migrations still to run; all of them if there are no tables yet. */
  | { readonly kind: 'older'; readonly missing: readonly string[] }
  /** Migrations of a later version of raccord, unknown to this one. */
  | { readonly kind: 'newer'; readonly unknown: readonly string[] };

/**
 * Compares the migrations that a database has run with those that this raccord knows. Tables that
 * are both older and newer, as from a raccord between two branches, count as newer.
 */
export function schemaStatus(executed: readonly string[], known: readonly string[]): SchemaStatus {
  const unknown = executed.filter((name) => !known.includes(name));
  if (unknown.length > 0) return { kind: 'newer', unknown };
  const missing = known.filter((name) => !executed.includes(name));
  return missing.length > 0 ? { kind: 'older', missing } : { kind: 'same' };
}
