import type { Clock } from '../domain/clock.ts';
import { EXIT, type ExitCode } from '../errors/exit-code.ts';
import type { ErrorCode } from '../errors/error-details.ts';
import type { AnyRaccordError } from '../errors/raccord-error.ts';
import {
  consequenceOf,
  isSameAccount,
  nextAccount,
  type Account,
  type Means,
} from '../domain/account-queue.ts';
import { worstExit, toRaccordError, toRaccordErrors } from '../errors/to-raccord-error.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { pauseAccount, pinAccount, readAccounts } from '../queue/accounts.ts';
import type { Dispatcher, Offer } from '../queue/dispatcher.ts';
import { seeWorker } from '../queue/workers.ts';

/** An account that a worker is able to work on. */
export interface Served extends Account {
  means(): Promise<Means>;
}

/** How the work on an account ended. */
export interface AccountEnd {
  readonly exitCode: ExitCode;
  /** The error that ended it before its rows were complete. */
  readonly cause?: AnyRaccordError;
}

export interface WorkerParts<S extends Served> {
  /** The worker's id in all rows. */
  readonly id: string;
  readonly host: string;
  readonly ledger: Ledger;
  readonly dispatcher: Dispatcher;
  readonly served: readonly S[];
  readonly clock: Clock;
  /** Stops the worker: nothing more is claimed after an abort. */
  readonly signal: AbortSignal;
  /** True for a worker that ends once there is nothing to claim. */
  readonly once: boolean;
  /** Works on an account until no row is waiting; throws the error that prevents it. */
  readonly drain: (served: S) => Promise<AccountEnd>;
  readonly told: WorkerEvents;
}

/** Events of a worker. */
export interface WorkerEvents {
  taken(account: Account, waiting: number): void;
  paused(account: Account, error: AnyRaccordError): void;
  /** The work is postponed. */
  later(account: Account, error: AnyRaccordError): void;
  unreachable(error: AnyRaccordError): void;
}

/** Interval at which an idle worker checks for an offer, in milliseconds. */
const ASK_MS = 2_000;

/** Interval at which it looks for work itself, in milliseconds: an offer may be lost. */
const LOOK_MS = 15_000;

/** Time after which an account that could not be worked on is tried again, in milliseconds. */
const LATER_MS = 15_000;

/** Time before the next attempt if the database does not respond, in milliseconds. */
const UNREACHABLE_MS = 5_000;

/**
 * Claims one account after another and works on it, until the worker is told to stop.
 * @returns the worst exit code of all accounts.
 * @throws RaccordError if this machine cannot work.
 */
export async function workQueue<S extends Served>(parts: WorkerParts<S>): Promise<ExitCode> {
  const worker = new QueueWorker(parts);
  await worker.run();
  return worker.exitCode;
}

class QueueWorker<S extends Served> {
  readonly #parts: WorkerParts<S>;
  readonly #codes: ExitCode[] = [];
  /** Earliest time of the next attempt per account, on the clock's `elapsed` scale. */
  readonly #later = new Map<S, number>();
  #offer: Offer | undefined;

  constructor(parts: WorkerParts<S>) {
    this.#parts = parts;
  }

  get exitCode(): ExitCode {
    return this.#codes.length === 0 ? EXIT.done : worstExit(this.#codes);
  }

  async run(): Promise<void> {
    const { clock, signal, once, told } = this.#parts;
    while (!signal.aborted) {
      try {
        if (!(await this.#turn())) return;
      } catch (error) {
        const known = toRaccordError(error);
        if (once || known.code !== 'DATABASE_UNREACHABLE') throw error;
        // The rows remain until it responds again; workers that reach it continue.
        told.unreachable(known);
        await clock.sleep(UNREACHABLE_MS, signal);
      }
    }
  }

  /** Claims one account, or waits for one; returns false if the worker should end. */
  async #turn(): Promise<boolean> {
    const { id, ledger, once } = this.#parts;
    if (await seeWorker(ledger, id)) return false;
    const found = await this.#next();
    if (found !== undefined) {
      const end = await this.#work(...found);
      await this.#settle(end);
      return true;
    }
    await this.#settle(undefined);
    if (once) return false;
    await this.#waitForOffer();
    return true;
  }

  async #next(): Promise<readonly [S, number] | undefined> {
    const { ledger, served, host, clock } = this.#parts;
    const overviews = await readAccounts(ledger);
    const now = (await ledger.now()).toISOString();
    const open = served.filter((one) => (this.#later.get(one) ?? 0) <= clock.elapsed());
    const candidates = await Promise.all(
      open.flatMap((account) => {
        const standing = overviews.find((overview) => isSameAccount(overview, account));
        if (standing === undefined) return [];
        return account.means().then((means) => ({ account, standing, means }));
      }),
    );
    const chosen = nextAccount(candidates, { offered: this.#offer?.account, host, now });
    if (chosen === undefined) return undefined;
    const { account, standing, means } = chosen;
    if (!means.hasSecondFactor && standing.pinnedTo === undefined) {
      await pinAccount(ledger, account, host);
    }
    return [account, standing.counts.waiting];
  }

  /** Works on an account and handles the outcome. */
  async #work(account: S, waiting: number): Promise<ErrorCode | undefined> {
    const { ledger, clock, drain, told } = this.#parts;
    told.taken(account, waiting);
    const { cause, exitCode, thrown } = await ended(() => drain(account));
    const consequence = cause && consequenceOf(cause.code);
    if (consequence?.kind !== 'later') this.#codes.push(exitCode);
    if (consequence === undefined || cause === undefined) return undefined;
    switch (consequence.kind) {
      case 'later':
        this.#later.set(account, clock.elapsed() + LATER_MS);
        told.later(account, cause);
        break;
      case 'pause':
        await pauseAccount(ledger, account, cause.code, consequence.forMs);
        told.paused(account, cause);
        break;
      case 'end-worker':
        throw thrown ?? cause;
    }
    return cause.code;
  }

  async #waitForOffer(): Promise<void> {
    const { dispatcher, served, clock, signal } = this.#parts;
    const until = clock.elapsed() + LOOK_MS;
    while (!signal.aborted && clock.elapsed() < until) {
      this.#offer = await dispatcher.take(served);
      if (this.#offer !== undefined) return;
      await clock.sleep(ASK_MS, signal);
    }
  }

  async #settle(end: ErrorCode | undefined): Promise<void> {
    const offer = this.#offer;
    this.#offer = undefined;
    if (offer !== undefined) await this.#parts.dispatcher.settle(offer, end);
  }
}

async function ended(
  work: () => Promise<AccountEnd>,
): Promise<AccountEnd & { readonly thrown?: Error }> {
  try {
    return await work();
  } catch (error) {
    const [cause = toRaccordError(error)] = toRaccordErrors(error);
    const thrown = error instanceof Error ? error : cause;
    return { cause, exitCode: cause.exitCode, thrown };
  }
}
