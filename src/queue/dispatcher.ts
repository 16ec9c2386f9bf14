import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { PgBoss } from 'pg-boss';
import type { ErrorCode } from '../errors/error-details.ts';
import { RaccordError } from '../errors/raccord-error.ts';
import type { Account } from '../domain/account-queue.ts';
import type { Secret } from '../secrets/secret.ts';
import { systemCodeOf } from '../errors/unwritable-error.ts';
import { databaseError } from '../ledger/database/postgres-errors.ts';
import { serverAt } from '../ledger/database/postgres.ts';
import type { LedgerSchema } from '../ledger/database/schema.ts';

/** The engine, in the only version that was tested. */
const ENGINE = 'pg-boss@12.38.0';

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

export interface DispatcherOptions {
  /** True for a long-running process: it removes completed jobs. */
  readonly supervises: boolean;
  /** Called with faults that the engine could not resolve by itself. */
  readonly failed: (reason: string) => void;
}

/**
 * Starts the engine in its own schema beside the ledger's, created if missing.
 * @throws RaccordError CONFIG_INVALID if the engine is not installed, DATABASE_UNREACHABLE and the
 * others of a database.
 */
export async function openDispatcher(
  url: Secret,
  { supervises, failed }: DispatcherOptions,
): Promise<Dispatcher> {
  const { PgBoss, fromKysely } = await loadEngine();
  const { pool, schema, place } = await serverAt(url);
  const engine = new PgBoss({
    db: { executeSql: (text, values) => pool.query(text, values) },
    ...{ schema: `${schema}_jobs`, schedule: false, supervise: supervises },
  });
  engine.on('error', ({ message }) => {
    failed(message);
  });
  const dispatcher = new EngineDispatcher(engine, fromKysely, place, () => pool.end());
  try {
    await engine.start();
  } catch (error) {
    await dispatcher.close();
    throw databaseError(place, error);
  }
  return dispatcher;
}

type Engine = typeof import('pg-boss');

/** @throws RaccordError CONFIG_INVALID */
async function loadEngine(): Promise<Engine> {
  try {
    // Loaded lazily: it is installed only if several machines share the work.
    return await import('pg-boss');
  } catch (error) {
    if (systemCodeOf(error) !== 'ERR_MODULE_NOT_FOUND') throw error;
    const problems = [
      { place: 'pg-boss', reason: { key: 'not-installed', what: ENGINE } } as const,
    ];
    throw new RaccordError('CONFIG_INVALID', { problems }, error);
  }
}

class EngineDispatcher implements Dispatcher {
  readonly #engine: PgBoss;
  readonly #inTransaction: Engine['fromKysely'];
  readonly #place: string;
  readonly #end: () => Promise<void>;

  constructor(
    engine: PgBoss,
    inTransaction: Engine['fromKysely'],
    place: string,
    end: () => Promise<void>,
  ) {
    this.#engine = engine;
    this.#inTransaction = inTransaction;
    this.#place = place;
    this.#end = end;
  }

  async prepare(accounts: readonly Account[]): Promise<void> {
    for (const account of accounts) {
      await this.#asked(() =>
        this.#engine.createQueue(queueOf(account), {
          // At most one offer waits; one in progress, or abandoned by a dead worker, does not block
          // another.
          policy: 'short',
          ...{ retryLimit: 0, expireInSeconds: EXPIRE_SECONDS, deleteAfterSeconds: KEEP_SECONDS },
        }),
      );
    }
  }

  async offer(transaction: Kysely<LedgerSchema>, account: Account): Promise<void> {
    const db = this.#inTransaction(transaction);
    await this.#asked(() => this.#engine.send(queueOf(account), { ...account }, { db }));
  }

  async take(accounts: readonly Account[]): Promise<Offer | undefined> {
    for (const account of accounts) {
      const [job] = await this.#asked(() => this.#engine.fetch(queueOf(account)));
      if (job !== undefined) return { account, id: job.id };
    }
    return undefined;
  }

  async settle({ account, id }: Offer, end: ErrorCode | undefined): Promise<void> {
    await this.#asked(() => this.#engine.complete(queueOf(account), id, { end: end ?? 'done' }));
  }

  async close(): Promise<void> {
    await this.#engine.stop({ graceful: false });
    await this.#end();
  }

  async #asked<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      throw databaseError(this.#place, error);
    }
  }
}

/** Returns an account's queue: a worker takes only the accounts it has the password of. */
function queueOf({ portal, login }: Account): string {
  const digest = createHash('sha256').update(`${portal} ${login}`).digest('hex').slice(0, 16);
  return `account-${digest}`;
}
