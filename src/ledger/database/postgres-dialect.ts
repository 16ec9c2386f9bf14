import {
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Dialect,
  type DialectAdapter,
  type Driver,
  type Kysely,
  type QueryCompiler,
  type QueryResult,
} from 'kysely';
import type { Pool, PoolClient } from 'pg';
import { type AnyRaccordError, RaccordError } from '../../errors/raccord-error.ts';
import { databaseError, isOfServer } from './postgres-errors.ts';

/** A server and its schema for a ledger. */
export interface Server {
  readonly pool: Pool;
  readonly schema: string;
  /** The database without its password, for messages. */
  readonly place: string;
  /** True for read-only access, which the server enforces. */
  readonly readsOnly?: boolean;
  /** Milliseconds after which the server ends a statement, even if nobody waits for it. */
  readonly patienceMs: number;
}

/** Checked on every connection before it is used: another server may have taken over. */
const SETTINGS = `select current_setting('server_version') as version,
  current_setting('server_version_num')::int as number,
  current_setting('fsync') as fsync,
  current_setting('full_page_writes') as full_page_writes,
  current_setting('server_encoding') as server_encoding,
  pg_is_in_recovery() as is_replica`;

export interface Settings {
  readonly version: string;
  /** 150018 for 15.18. */
  readonly number: number;
  readonly fsync: string;
  readonly full_page_writes: string;
  readonly server_encoding: string;
  readonly is_replica: boolean;
}

const OLDEST = 130_000;

/** The encodings that keep all characters; with SQL_ASCII, the server keeps the bytes it is given. */
const WHOLE_ENCODINGS = ['UTF8', 'SQL_ASCII'];

const CLOSE_TIMEOUT_MS = 5_000;

/**
 * Returns why a server is refused.
 * @returns `undefined` if its settings keep committed data through any failure, whatever the
 * characters.
 */
export function refusalOf(database: string, settings: Settings): AnyRaccordError | undefined {
  const { version, number, fsync, full_page_writes: fullPageWrites } = settings;
  const { server_encoding: encoding } = settings;
  if (number < OLDEST) return new RaccordError('DATABASE_TOO_OLD', { database, version });
  const reasons = [
    ...(fsync === 'on' ? [] : [`fsync = ${fsync}`]),
    ...(fullPageWrites === 'on' ? [] : [`full_page_writes = ${fullPageWrites}`]),
    ...(WHOLE_ENCODINGS.includes(encoding) ? [] : [`server_encoding = ${encoding}`]),
    ...(settings.is_replica ? ['pg_is_in_recovery() = true'] : []),
  ];
  if (reasons.length === 0) return undefined;
  return new RaccordError('DATABASE_UNSAFE', { database, reason: reasons.join(', ') });
}

/**
 * A PostgreSQL dialect that runs every statement in a transaction flushed at its commit. Settings
 * are local to the transaction: a pooler assigns each one to another connection.
 */
export class DurablePostgresDialect implements Dialect {
  readonly #server: Server;

  constructor(server: Server) {
    this.#server = server;
  }

  createDriver(): Driver {
    return new DurableDriver(this.#server);
  }

  createQueryCompiler(): QueryCompiler {
    return new PostgresQueryCompiler();
  }

  createAdapter(): DialectAdapter {
    return new LocklessAdapter();
  }

  createIntrospector(database: Kysely<unknown>): DatabaseIntrospector {
    return new PostgresIntrospector(database);
  }
}

class DurableDriver implements Driver {
  readonly #server: Server;
  readonly #known = new WeakSet<PoolClient>();

  constructor(server: Server) {
    this.#server = server;
  }

  init(): Promise<void> {
    return Promise.resolve();
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    const { pool, place } = this.#server;
    let client: PoolClient;
    try {
      client = await pool.connect();
    } catch (error) {
      throw databaseError(place, error);
    }
    const connection = new DurableConnection(client, this.#server);
    if (this.#known.has(client)) return connection;
    try {
      await connection.expectDurable();
    } catch (error) {
      connection.release(true);
      throw error;
    }
    this.#known.add(client);
    return connection;
  }

  beginTransaction(connection: DurableConnection): Promise<void> {
    return connection.begin();
  }

  commitTransaction(connection: DurableConnection): Promise<void> {
    return connection.commit();
  }

  rollbackTransaction(connection: DurableConnection): Promise<void> {
    return connection.rollback();
  }

  releaseConnection(connection: DurableConnection): Promise<void> {
    connection.release();
    return Promise.resolve();
  }

  /** Closes all connections; one that no longer responds is not waited for. */
  async destroy(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const timeoutMs = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, CLOSE_TIMEOUT_MS);
    });
    await Promise.race([this.#server.pool.end(), timeoutMs]);
    clearTimeout(timer);
  }
}

class DurableConnection implements DatabaseConnection {
  readonly #client: PoolClient;
  readonly #server: Server;
  #inTransaction = false;
  /** Set when the server's state is unknown: the connection is not used again. */
  #isBroken = false;

  constructor(client: PoolClient, server: Server) {
    this.#client = client;
    this.#server = server;
    client.on('error', this.#onLoss);
  }

  /** @throws RaccordError DATABASE_TOO_OLD, DATABASE_UNSAFE. */
  async expectDurable(): Promise<void> {
    const [settings] = (await this.#ask<Settings>(SETTINGS)).rows;
    if (settings === undefined) throw new Error('the server told no settings');
    const refusal = refusalOf(this.#server.place, settings);
    if (refusal !== undefined) throw refusal;
  }

  async executeQuery<R>({ sql: text, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    if (this.#inTransaction) return this.#ask<R>(text, parameters);
    await this.begin();
    let result: QueryResult<R>;
    try {
      result = await this.#ask<R>(text, parameters);
    } catch (error) {
      await this.rollback();
      throw error;
    }
    await this.commit();
    return result;
  }

  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    yield await Promise.reject(new Error('a ledger reads its rows at once'));
  }

  async begin(): Promise<void> {
    const access = this.#server.readsOnly === true ? 'read only' : 'read write';
    await this.#ask(`begin isolation level read committed ${access};
      set local search_path = "${this.#server.schema}";
      set local synchronous_commit = on;
      set local statement_timeout = ${this.#server.patienceMs};
      set local lock_timeout = '10s';
      set local idle_in_transaction_session_timeout = '10s'`);
    this.#inTransaction = true;
  }

  /**
   * Commits, and treats a server warning as an error: the data is committed only on this one disk,
   * or not at all. A cancelled wait for a standby is reported by a warning only.
   * @throws RaccordError DATABASE_UNSAFE, DATABASE_UNREACHABLE.
   */
  async commit(): Promise<void> {
    const warnings: string[] = [];
    // Compares the code, since the word WARNING is in the server's language.
    const hear = ({
      code,
      message,
    }: {
      code?: string | undefined;
      message?: string | undefined;
    }) => {
      if (code !== '00000') warnings.push(message ?? 'warning');
    };
    this.#client.on('notice', hear);
    try {
      const { command } = await this.#send('commit');
      // A commit rolls back a failed transaction without an error.
      if (command !== 'COMMIT') warnings.push(`${command} at the commit`);
    } finally {
      this.#client.off('notice', hear);
      this.#inTransaction = false;
    }
    const [reason] = warnings;
    if (reason === undefined) return;
    throw new RaccordError('DATABASE_UNSAFE', { database: this.#server.place, reason });
  }

  async rollback(): Promise<void> {
    // A lost connection is rolled back by the server, and after a commit nothing is left to do.
    if (this.#isBroken || !this.#inTransaction) return;
    this.#inTransaction = false;
    await this.#ask('rollback');
  }

  release(isUseless = this.#isBroken || this.#inTransaction): void {
    this.#client.off('error', this.#onLoss);
    this.#client.release(isUseless);
  }

  async #ask<R>(text: string, parameters?: readonly unknown[]): Promise<QueryResult<R>> {
    const { command, rowCount, rows } = await this.#send(text, parameters);
    const hasChanged = ['INSERT', 'UPDATE', 'DELETE'].includes(command);
    return { rows: rows as R[], numAffectedRows: hasChanged ? BigInt(rowCount ?? 0) : undefined };
  }

  async #send(
    text: string,
    parameters: readonly unknown[] = [],
  ): Promise<{ command: string; rowCount: number | null; rows: unknown[] }> {
    try {
      return await this.#client.query<Record<string, unknown>>(text, [...parameters]);
    } catch (error) {
      if (!isOfServer(error)) this.#isBroken = true;
      throw databaseError(this.#server.place, error);
    }
  }

  readonly #onLoss = (): void => {
    // The next statement reports the reason.
    this.#isBroken = true;
  };
}

/** Migrations use a transaction's lock; a session's lock would outlive them in a pooler. */
class LocklessAdapter extends PostgresAdapter {
  override acquireMigrationLock(): Promise<void> {
    return Promise.resolve();
  }

  override releaseMigrationLock(): Promise<void> {
    return Promise.resolve();
  }
}
