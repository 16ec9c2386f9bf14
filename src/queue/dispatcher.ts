import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { PgBoss } from 'pg-boss';
import type { ErrorCode } from '../errors/errors.ts';
import { RaccordError } from '../errors/errors.ts';
import type { Account } from '../domain/account-queue.ts';
import type { Secret } from '../secrets/secret.ts';
import { systemCodeOf } from '../errors/unwritable-reason.ts';
import { databaseError } from '../ledger/database/postgres-errors.ts';
import { serverAt } from '../ledger/database/postgres.ts';
import type { LedgerSchema } from '../ledger/database/schema.ts';

/** The engine, in the one version that it was measured in. */
const ENGINE = 'pg-boss@12.38.0';

/** What the engine declares; it was measured to run on earlier versions. */
export const ENGINE_NODE = [22, 12] as const;

/** "This account has work", as one worker was told. */
export interface Offer {
  readonly account: Account;
  readonly id: string;
}

/**
 * Tells workers which account has work. Nothing relies on it: an offer that is lost, comes twice or
 * late changes nothing, since rows and leases say what is to be done and by whom.
 */
export interface Dispatcher {
  /** Offers an account in a transaction of the ledger's. {@link Dispatcher.prepare} was called before. */
  offer(transaction: Kysely<LedgerSchema>, account: Account): Promise<void>;
  /** Makes ready to offer and take accounts. */
  prepare(accounts: readonly Account[]): Promise<void>;
  /** Takes an offer of one of these accounts; undefined if there is none now. */
  take(accounts: readonly Account[]): Promise<Offer | undefined>;
  /**
   * Says that an offer was followed.
   * @param end the code of the error that ended the work, if one did; never a message.
   */
  settle(offer: Offer, end: ErrorCode | undefined): Promise<void>;
  close(): Promise<void>;
}

/** An offer that nobody settled for so long is forgotten; the rows are still there. */
const EXPIRE_SECONDS = 12 * 3_600;

const KEEP_SECONDS = 24 * 3_600;

export interface DispatcherOptions {
  /** True for a process that stays: it removes jobs that are over. */
  readonly supervises: boolean;
  /** Told of what the engine could not do by itself. */
  readonly failed: (reason: string) => void;
}

/**
 * Starts the engine in a schema of its own beside the ledger's, which is made if it is missing.
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
    // Loaded here: it is installed only where several machines share the work.
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
          // At most one offer waits; one that is followed, or was by a worker that is gone, keeps no
          // other back.
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

/** A queue for each account, since a worker takes only those that it has the password of. */
function queueOf({ portal, login }: Account): string {
  const digest = createHash('sha256').update(`${portal} ${login}`).digest('hex').slice(0, 16);
  return `account-${digest}`;
}
