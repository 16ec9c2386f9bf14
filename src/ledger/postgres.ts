import { Kysely, sql } from 'kysely';
import { DEFAULT_PORT, DEFAULT_SCHEMA } from '../config/database.ts';
import type { Clock } from '../domain/clock.ts';
import { isRaccordError, RaccordError } from '../domain/errors.ts';
import type { Secret } from '../domain/secret.ts';
import { isLoopback } from '../domain/doors.ts';
import type { LedgerBackend, LedgerCheck, SchemaWords } from './backend.ts';
import { CREATE_QUEUE_TABLES } from '../queue/tables.ts';
import { migrate } from './migrations.ts';
import { DurablePostgresDialect, type Server } from './postgres-dialect.ts';
import type { LedgerSchema } from './schema.ts';

const CONNECT_TIMEOUT_MS = 10_000;

/** Longer than the wait for a lock; a commit that waits for a standby in vain ends by it. */
const QUERY_TIMEOUT_MS = 20_000;

/** So many milliseconds may this machine's clock differ: the portal's codes and sessions go by it. */
const MAX_CLOCK_OFFSET_MS = 5_000;

/**
 * Opens the ledger in a PostgreSQL database, which is made there where there is none.
 * @throws RaccordError DATABASE_UNREACHABLE, DATABASE_REFUSED, DATABASE_TOO_OLD, DATABASE_UNSAFE.
 */
export async function openPostgres(url: Secret, clock: Clock): Promise<LedgerBackend> {
  const server = await serverAt(url);
  const database = new Kysely<LedgerSchema>({ dialect: new DurablePostgresDialect(server) });
  try {
    await migrateAlone(database, server.schema);
    await expectRights(database, server);
  } catch (error) {
    await database.destroy();
    if (isRaccordError(error)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new RaccordError('DATABASE_UNSAFE', { database: server.place, reason }, error);
  }
  return new PostgresBackend(database, server.place, clock);
}

/** Migrates while a transaction of another connection keeps all others from it. */
async function migrateAlone(database: Kysely<LedgerSchema>, schema: string): Promise<void> {
  await database.transaction().execute(async (lock) => {
    await sql`set local idle_in_transaction_session_timeout = 0`.execute(lock);
    await sql`select pg_advisory_xact_lock(hashtextextended(${`raccord ${schema}`}, 0))`.execute(
      lock,
    );
    await migrate(database, WORDS, schema);
  });
}

/** Returns the server at an address and the schema there; connects when it is first asked. */
export async function serverAt(url: Secret): Promise<Server> {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url.reveal());
  const host = hostname.replace(/^\[|\]$/gu, '');
  const name = decodeURIComponent(pathname.slice(1));
  const schema = searchParams.get('schema') ?? DEFAULT_SCHEMA;
  // Loaded here: only a ledger that is shared needs it.
  const { Pool } = await import('pg');
  const pool = new Pool({
    host,
    port: port === '' ? DEFAULT_PORT : Number(port),
    user: decodeURIComponent(username),
    database: name,
    ...(password !== '' && { password: decodeURIComponent(password) }),
    // The certificate is verified, as a browser's is.
    ssl: !isLoopback(hostname),
    max: 8,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
    keepAlive: true,
    allowExitOnIdle: true,
    application_name: 'raccord',
  });
  // Of a connection that is lost while nobody uses it, the next statement tells.
  pool.on('error', () => undefined);
  const place = `${hostname}${port === '' ? '' : `:${port}`}/${name}`;
  return { pool, schema, place: schema === DEFAULT_SCHEMA ? place : `${place} (${schema})` };
}

const JOURNALS = [
  ...(['events', 'steps', 'sign_ins', 'transitions', 'renewals'] as const),
  ...(['deliveries', 'verifications', 'reseals', 'sealed'] as const),
] as const;

/** What a role must be able to do that works on a ledger. */
const RIGHTS: readonly (readonly [table: keyof LedgerSchema, right: string])[] = [
  ...JOURNALS.flatMap((table) => [[table, 'select'] as const, [table, 'insert'] as const]),
  ...(['runs', 'leases', 'application_names'] as const).flatMap((table) =>
    ['select', 'insert', 'update'].map((right) => [table, right] as const),
  ),
  ['application_names', 'delete'],
  ...(['queue_rows', 'queue_accounts', 'queue_workers'] as const).flatMap((table) =>
    ['select', 'insert', 'update'].map((right) => [table, right] as const),
  ),
  ['queue_workers', 'delete'],
];

/** @throws RaccordError DATABASE_REFUSED with what is missing. */
async function expectRights(database: Kysely<LedgerSchema>, { place }: Server): Promise<void> {
  const wanted = sql.join(RIGHTS.map(([table, right]) => sql`(${table}, ${right})`));
  const { rows } = await sql<{ table: string; right: string }>`
    select "table", "right" from (values ${wanted}) as wanted("table", "right")
    where not has_table_privilege("table"::text, "right"::text)`.execute(database);
  if (rows.length === 0) return;
  const missing = rows.map(({ table, right }) => `${right} on ${table}`).join(', ');
  throw new RaccordError('DATABASE_REFUSED', { database: place, reason: `no right to ${missing}` });
}

/** A ledger in a database that several machines share. */
class PostgresBackend implements LedgerBackend {
  readonly database: Kysely<LedgerSchema>;
  readonly place: string;
  readonly isShared = true;
  readonly #clock: Clock;

  constructor(database: Kysely<LedgerSchema>, place: string, clock: Clock) {
    this.database = database;
    this.place = place;
    this.#clock = clock;
  }

  async now(database = this.database): Promise<Date> {
    const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(database);
    const [row] = rows;
    if (row === undefined) throw new Error('the database told no time');
    return row.now;
  }

  /** The snapshot differs as soon as any transaction began or ended that writes. */
  async version(): Promise<string> {
    const { rows } = await sql<{
      snapshot: string;
    }>`select pg_current_snapshot()::text as snapshot`.execute(this.database);
    return rows[0]?.snapshot ?? '';
  }

  async check(): Promise<LedgerCheck> {
    const { rows } = await sql<{ version: string; sums: string; standbys: string }>`
      select current_setting('server_version') as version,
        current_setting('data_checksums') as sums,
        current_setting('synchronous_standby_names') as standbys`.execute(this.database);
    const offsetMs = this.#clock.now().getTime() - (await this.now()).getTime();
    const { version = '', sums = '', standbys = '' } = rows[0] ?? {};
    const facts = [
      `PostgreSQL ${version}`,
      `checksums ${sums}`,
      `synchronous standbys ${standbys === '' ? 'none' : standbys}`,
      `clock ${(offsetMs / 1_000).toFixed(1)} s`,
    ];
    return {
      isSafe: Math.abs(offsetMs) <= MAX_CLOCK_OFFSET_MS,
      found: `${this.place}: ${facts.join(', ')}`,
    };
  }
}

const WORDS: SchemaWords = {
  // Rows that come from elsewhere bring their numbers.
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
