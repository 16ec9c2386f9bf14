import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import type { Kysely } from 'kysely';
import type { Pool } from 'pg';
import type { PgBoss } from 'pg-boss';
import { z } from 'zod';
import type { ErrorCode } from '../errors/error-details.ts';
import { RaccordError } from '../errors/raccord-error.ts';
import type { Account } from '../domain/account-queue.ts';
import type { Secret } from '../secrets/secret.ts';
import { systemCodeOf } from '../errors/unwritable-error.ts';
import { databaseError } from '../ledger/database/postgres-errors.ts';
import { serverAt } from '../ledger/database/postgres.ts';
import { jobsSchema } from '../ledger/database/queue-texts.ts';
import type { LedgerSchema } from '../ledger/database/schema.ts';

/** The engine, in the only version that was tested. */
export const ENGINE = 'pg-boss@12.38.0';

/** The version that the engine declares; earlier versions worked in tests. */
export const ENGINE_NODE = [22, 12] as const;

/** A notice to one worker that an account has work. */
export interface Offer {
  readonly account: Account;
  readonly id: string;
}

/**
 * Tells workers which account has work. Nothing relies on it: a lost, duplicate or late offer
 * changes nothing, since rows and leases determine what is to be done and by whom.
 */
export interface Dispatcher {
  /** Offers an account in a ledger's transaction, after {@link Dispatcher.prepare}. */
  offer(transaction: Kysely<LedgerSchema>, account: Account): Promise<void>;
  /** Prepares to offer and take accounts. */
  prepare(accounts: readonly Account[]): Promise<void>;
  /** Takes an offer of one of these accounts, or returns `undefined` if there is no offer. */
  take(accounts: readonly Account[]): Promise<Offer | undefined>;
  /**
   * Records that an offer was handled.
   * @param end the code of the error that ended the work, if any; never a message.
   */
  settle(offer: Offer, end: ErrorCode | undefined): Promise<void>;
  close(): Promise<void>;
}

/** Time after which an unsettled offer is dropped; the rows are still there. */
const EXPIRE_SECONDS = 12 * 3_600;

const KEEP_SECONDS = 24 * 3_600;

const MIGRATION_TIMEOUT_MS = 600_000;

export interface DispatcherOptions {
  /** True for a long-running process: it removes completed jobs. */
  readonly supervises: boolean;
  /** Called with faults that the engine could not resolve by itself. */
  readonly failed: (reason: string) => void;
}

/**
 * Starts the engine in its own schema beside the ledger's, which the owner has created.
 * @throws RaccordError CONFIG_INVALID if the engine is not installed; DATABASE_OLDER, DATABASE_NEWER
 * if its schema was not created, or by another version; DATABASE_UNREACHABLE and the others of a
 * database.
 */
export async function openDispatcher(
  url: Secret,
  { supervises, failed }: DispatcherOptions,
): Promise<Dispatcher> {
  const { PgBoss, fromKysely } = await loadEngine();
  const { pool, schema, place } = await serverAt(url);
  const engine = new PgBoss({
    db: queriesOf(pool, place),
    ...{ schema: jobsSchema(schema), schedule: false, supervise: supervises, migrate: false },
  });
  engine.on('error', ({ message, cause }) => {
    failed(cause instanceof Error ? cause.message : message);
  });
  const dispatcher = new EngineDispatcher(engine, fromKysely, () => pool.end());
  try {
    await expectSchemaVersion(engine, place, jobsSchema(schema));
    await engine.start();
  } catch (error) {
    await dispatcher.close();
    throw error;
  }
  return dispatcher;
}

/**
 * Returns the engine's queries. Their errors are the database's; those of the engine itself say
 * nothing about whether the database answers.
 */
function queriesOf(pool: Pool, place: string) {
  return {
    executeSql: async (text: string, values?: unknown[]) => {
      try {
        return await pool.query<Record<string, unknown>>(text, values);
      } catch (error) {
        throw databaseError(place, error);
      }
    },
  };
}

const ENGINE_PACKAGE = z.object({ pgboss: z.object({ schema: z.number() }) });

/** @throws RaccordError DATABASE_OLDER, DATABASE_NEWER. */
async function expectSchemaVersion(engine: PgBoss, place: string, schema: string): Promise<void> {
  const there = (await engine.isInstalled()) ? await engine.schemaVersion() : null;
  const own = createRequire(import.meta.url)('pg-boss/package.json') as unknown;
  const here = ENGINE_PACKAGE.parse(own).pgboss.schema;
  if (there === here) return;
  const is = there === null ? 'not there yet' : `version ${there}, here ${here}`;
  const code = there !== null && there > here ? 'DATABASE_NEWER' : 'DATABASE_OLDER';
  throw new RaccordError(code, { database: place, reason: `${is}: pg-boss (${schema})` });
}

/**
 * Creates the engine's schema, or migrates it, as the role that owns the ledger's tables.
 * @param workerRole the role that machines use, which is granted the rights that workers need.
 * @returns false if the engine is not installed here, so that nothing was done.
 * @throws RaccordError DATABASE_NEWER, DATABASE_REFUSED and the others of a database.
 */
export async function migrateEngine(url: Secret, workerRole?: string): Promise<boolean> {
  const installed = await findEngine();
  if (installed === undefined) return false;
  const { pool, schema, place } = await serverAt(url, MIGRATION_TIMEOUT_MS);
  const own = jobsSchema(schema);
  const db = queriesOf(pool, place);
  const engine = new installed.PgBoss({
    db,
    ...{ schema: own, schedule: false, supervise: false },
  });
  // It counts its own restarts in the background, also once the work is done and the pool closed.
  engine.on('error', () => undefined);
  try {
    await engine.start();
    await expectSchemaVersion(engine, place, own);
    await engine.stop({ graceful: false });
    if (workerRole !== undefined) await db.executeSql(await grantsFor(own, workerRole));
    return true;
  } finally {
    await pool.end();
  }
}

/** Returns the statements that let a role work with jobs, and change no table. */
async function grantsFor(schema: string, role: string): Promise<string> {
  const { escapeIdentifier } = await import('pg');
  const [where, to] = [escapeIdentifier(schema), escapeIdentifier(role)];
  return `grant usage on schema ${where} to ${to};
    grant select, insert, update, delete on all tables in schema ${where} to ${to};
    grant usage on all sequences in schema ${where} to ${to}`;
}

type Engine = typeof import('pg-boss');

/** @throws RaccordError CONFIG_INVALID */
async function loadEngine(): Promise<Engine> {
  const engine = await findEngine();
  if (engine !== undefined) return engine;
  const problems = [{ place: 'pg-boss', reason: { key: 'not-installed', what: ENGINE } } as const];
  throw new RaccordError('CONFIG_INVALID', { problems });
}

async function findEngine(): Promise<Engine | undefined> {
  try {
    // Loaded lazily: it is installed only if several machines share the work.
    return await import('pg-boss');
  } catch (error) {
    if (systemCodeOf(error) !== 'ERR_MODULE_NOT_FOUND') throw error;
    return undefined;
  }
}

class EngineDispatcher implements Dispatcher {
  readonly #engine: PgBoss;
  readonly #inTransaction: Engine['fromKysely'];
  readonly #end: () => Promise<void>;

  constructor(engine: PgBoss, inTransaction: Engine['fromKysely'], end: () => Promise<void>) {
    this.#engine = engine;
    this.#inTransaction = inTransaction;
    this.#end = end;
  }

  async prepare(accounts: readonly Account[]): Promise<void> {
    for (const account of accounts) {
      await this.#engine.createQueue(queueOf(account), {
        // At most one offer waits; one in progress, or abandoned by a dead worker, does not block
        // another.
        policy: 'short',
        ...{ retryLimit: 0, expireInSeconds: EXPIRE_SECONDS, deleteAfterSeconds: KEEP_SECONDS },
      });
    }
  }

  async offer(transaction: Kysely<LedgerSchema>, account: Account): Promise<void> {
    const db = this.#inTransaction(transaction);
    await this.#engine.send(queueOf(account), { ...account }, { db });
  }

  async take(accounts: readonly Account[]): Promise<Offer | undefined> {
    for (const account of accounts) {
      const [job] = await this.#engine.fetch(queueOf(account));
      if (job !== undefined) return { account, id: job.id };
    }
    return undefined;
  }

  async settle({ account, id }: Offer, end: ErrorCode | undefined): Promise<void> {
    await this.#engine.complete(queueOf(account), id, { end: end ?? 'done' });
  }

  async close(): Promise<void> {
    await this.#engine.stop({ graceful: false });
    await this.#end();
  }
}

/** Returns an account's queue: a worker takes only the accounts it has the password of. */
function queueOf({ portal, login }: Account): string {
  const digest = createHash('sha256').update(`${portal} ${login}`).digest('hex').slice(0, 16);
  return `account-${digest}`;
}
