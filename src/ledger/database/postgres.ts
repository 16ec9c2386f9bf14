import { Kysely, sql } from 'kysely';
import { DEFAULT_PORT, DEFAULT_SCHEMA } from '../../config/database-address.ts';
import type { Clock } from '../../domain/clock.ts';
import { type AnyRaccordError, RaccordError, isRaccordError } from '../../errors/raccord-error.ts';
import type { Secret } from '../../secrets/secret.ts';
import { isLoopback } from '../../domain/allowed-hosts.ts';
import type { LedgerBackend, LedgerCheck } from './backend.ts';
import { DurablePostgresDialect, type Server } from './postgres-dialect.ts';
import { expectRights, grantRights, expectSchema, migrateAlone } from './postgres-schema.ts';
import type { LedgerSchema } from './schema.ts';

const CONNECT_TIMEOUT_MS = 10_000;

/** Longer than the wait for a lock; it ends a commit that waits for an unavailable standby. */
const QUERY_TIMEOUT_MS = 20_000;

/** A migration may have to process many rows. */
const MIGRATION_TIMEOUT_MS = 600_000;

/** Maximum clock offset in milliseconds: the portal's codes and sessions depend on the time. */
const MAX_CLOCK_OFFSET_MS = 5_000;

/**
 * Opens the ledger in a PostgreSQL database, whose tables {@link migratePostgres} has made.
 * @throws RaccordError DATABASE_UNREACHABLE, DATABASE_REFUSED, DATABASE_TOO_OLD, DATABASE_UNSAFE;
 * DATABASE_OLDER, DATABASE_NEWER if its tables are those of another version of raccord.
 */
export async function openPostgres(url: Secret, clock: Clock): Promise<LedgerBackend> {
  const server = await serverAt(url);
  return opened(server, clock, async (database) => {
    await expectSchema(database, server);
    await expectRights(database, server);
  });
}

/**
 * Opens the ledger in a database read-only: every transaction is read-only, and a role with only
 * read rights is enough.
 * @throws RaccordError as {@link openPostgres}.
 */
export async function openPostgresToRead(url: Secret, clock: Clock): Promise<LedgerBackend> {
  const server = { ...(await serverAt(url, QUERY_TIMEOUT_MS)), readsOnly: true };
  return opened(server, clock, (database) => expectSchema(database, server));
}

/** Opens a database that passes a check; closes it again otherwise. */
async function opened(
  server: Server,
  clock: Clock,
  check: (database: Kysely<LedgerSchema>) => Promise<void>,
): Promise<LedgerBackend> {
  const database = databaseOn(server);
  try {
    await check(database);
  } catch (error) {
    await database.destroy();
    throw asDatabaseError(server, error);
  }
  return new PostgresBackend(database, server.place, clock);
}

/** The result of migrating a database. */
export interface Migrated {
  /** The database, without its password. */
  readonly database: string;
  /** The migrations that were run, in order. */
  readonly done: readonly string[];
}

/**
 * Creates the tables of a shared ledger, or migrates them to this version of raccord. Run it as the
 * role that owns them, while no machine works.
 * @param workerRole the role that machines use, which is granted the rights it needs.
 * @throws RaccordError HOME_LOCKED if one works, DATABASE_NEWER, and as {@link openPostgres}.
 */
export async function migratePostgres(url: Secret, workerRole?: string): Promise<Migrated> {
  const server = await serverAt(url, MIGRATION_TIMEOUT_MS);
  const database = databaseOn(server);
  try {
    const done = await migrateAlone(database, server);
    if (workerRole !== undefined) await grantRights(database, server, workerRole);
    return { database: server.place, done };
  } catch (error) {
    throw asDatabaseError(server, error);
  } finally {
    await database.destroy();
  }
}

function databaseOn(server: Server): Kysely<LedgerSchema> {
  return new Kysely<LedgerSchema>({ dialect: new DurablePostgresDialect(server) });
}

function asDatabaseError({ place }: Server, error: unknown): AnyRaccordError {
  if (isRaccordError(error)) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new RaccordError('DATABASE_UNSAFE', { database: place, reason }, error);
}

/** Returns the server at an address and its schema; connects at the first query. */
export async function serverAt(url: Secret, patienceMs = QUERY_TIMEOUT_MS): Promise<Server> {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url.reveal());
  const host = hostname.replace(/^\[|\]$/gu, '');
  const name = decodeURIComponent(pathname.slice(1));
  const schema = searchParams.get('schema') ?? DEFAULT_SCHEMA;
  // Loaded lazily: only a shared ledger needs it.
  const { Pool } = await import('pg');
  const pool = new Pool({
    host,
    port: port === '' ? DEFAULT_PORT : Number(port),
    user: decodeURIComponent(username),
    database: name,
    password: password === '' ? undefined : decodeURIComponent(password),
    // The certificate is verified, as in a browser.
    ssl: !isLoopback(hostname),
    max: 8,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: patienceMs,
    keepAlive: true,
    allowExitOnIdle: true,
    application_name: 'raccord',
  });
  // The next statement reports the loss of an idle connection.
  pool.on('error', () => undefined);
  const place = `${hostname}${port === '' ? '' : `:${port}`}/${name}`;
  const named = schema === DEFAULT_SCHEMA ? place : `${place} (${schema})`;
  return { pool, schema, place: named, patienceMs };
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
    // As a number: a date would be written as the role's or the database's DateStyle says.
    const { rows } = await sql<{
      now: number;
    }>`select (extract(epoch from clock_timestamp()) * 1000)::float8 as now`.execute(database);
    const [row] = rows;
    if (row === undefined) throw new Error('the database told no time');
    return new Date(row.now);
  }

  /** The snapshot changes as soon as any writing transaction begins or ends. */
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
