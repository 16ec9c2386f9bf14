import type { Clock } from '../domain/clock.ts';
import { EXIT, type ErrorCode, type ExitCode, type RaccordError } from '../errors/errors.ts';
import {
  consequenceOf,
  isSameAccount,
  nextAccount,
  type Account,
  type Means,
} from '../domain/account-queue.ts';
import { worstExit } from '../errors/worst-exit.ts';
import { toRaccordError, toRaccordErrors } from '../errors/to-raccord-error.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { pauseAccount, pinAccount, readAccounts } from '../queue/accounts.ts';
import type { Dispatcher, Offer } from '../queue/dispatcher.ts';
import { seeWorker } from '../queue/workers.ts';

/** An account that a worker has the means to work on. */
export interface Served extends Account {
  means(): Promise<Means>;
}

/** How the work on an account ended. */
export interface AccountEnd {
  readonly exitCode: ExitCode;
  /** The error that ended it before its rows were done. */
  readonly cause?: RaccordError;
}

export interface WorkerParts<S extends Served> {
  /** Names the worker in all rows. */
  readonly id: string;
  readonly host: string;
  readonly ledger: Ledger;
  readonly dispatcher: Dispatcher;
  readonly served: readonly S[];
  readonly clock: Clock;
  /** Nothing more is taken once it has aborted. */
  readonly signal: AbortSignal;
  /** True for a worker that ends once it can take nothing. */
  readonly once: boolean;
  /** Works on an account until nothing waits; throws what keeps it from that. */
  readonly drain: (served: S) => Promise<AccountEnd>;
  readonly told: WorkerEvents;
}

/** What a worker tells. */
export interface WorkerEvents {
  taken(account: Account, waiting: number): void;
  paused(account: Account, error: RaccordError): void;
  /** The work is taken up again later. */
  later(account: Account, error: RaccordError): void;
  unreachable(error: RaccordError): void;
}

/** So often a worker without work asks whether it is offered any. */
const ASK_MS = 2_000;

/** So often it looks itself: an offer may be lost. */
const LOOK_MS = 15_000;

/** An account that could not be worked on is left alone for so long. */
const LATER_MS = 15_000;

/** After the database did not answer it is asked again so much later. */
const UNREACHABLE_MS = 5_000;

/**
 * Takes one account after another and works on it, until it is told to stop.
 * @returns the worst exit code of all accounts.
 * @throws RaccordError where this machine cannot work.
 */
export async function workQueue<S extends Served>(parts: WorkerParts<S>): Promise<ExitCode> {
  const worker = new QueueWorker(parts);
  await worker.run();
  return worker.exitCode;
}

class QueueWorker<S extends Served> {
  readonly #parts: WorkerParts<S>;
  readonly #codes: ExitCode[] = [];
  /** By account: not before this, as the clock's `elapsed` counts. */
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
        if (once || !known.is('DATABASE_UNREACHABLE')) throw error;
        // The rows are there when it answers again; who else reaches it works on.
        told.unreachable(known);
        await clock.sleep(UNREACHABLE_MS, signal);
      }
    }
  }

  /** Takes one account, or waits for one; false once it is to end. */
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

  /** Works on an account, and does what follows from how that ended. */
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
