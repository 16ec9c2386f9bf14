import { EXIT, type ErrorCode, type ExitCode, type RaccordError } from '../domain/errors.ts';
import type { EnrolmentRequest } from '../domain/outcome.ts';
import { afterEarlier, type Enrolled } from './enrolled.ts';
import { isPassing, retried, type RetryOptions } from './retry.ts';

export interface BatchOptions<Done extends Ended = Enrolled> extends RetryOptions {
  /** How many SIRETs are worked on side by side. */
  readonly concurrency: number;
  /** The run stops once so many SIRETs have failed; absent: no limit. */
  readonly maxFailures?: number;
  /** Waited for before each SIRET: until it may write, or the run is interrupted. */
  readonly hold?: () => Promise<void>;
  /** Told of each SIRET once no other attempt is made. */
  readonly ended?: (enrolled: Done) => void;
}

/** A piece of work that has ended, and the errors behind what failed in it. */
export interface Ended {
  readonly causes: readonly RaccordError[];
}

/** One worker's way to enrol a SIRET. */
export type Work = (request: EnrolmentRequest) => Promise<Enrolled>;

/** Why a batch stopped before its end. */
export type StopReason =
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'max-failures'; readonly failures: number }
  | { readonly kind: 'same-reason'; readonly code: ErrorCode }
  | { readonly kind: 'ends-all'; readonly code: ErrorCode };

export interface BatchOutcome<Done extends Ended = Enrolled> {
  /** In the order in which they ended. */
  readonly enrolled: readonly Done[];
  /** How many were not begun. */
  readonly left: number;
  readonly stopped?: StopReason;
}

/** So many failures in a row for one reason: the portal has changed or is down. */
const SAME_REASON_LIMIT = 3;

/** Failures that are about one SIRET and say nothing about the next. */
const OF_ONE_SIRET: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'STRUCTURE_NOT_OFFERED',
  'APPLICATION_NAME_TAKEN',
  'DECLARATION_REFUSED',
  'ACCOUNT_REFUSED',
  'OUTCOME_DOUBTFUL',
  'ACCOUNT_UNPROVEN',
  'ACCOUNT_NOT_LISTED',
  'RESET_REFUSED',
]);

/** Failures after which no other SIRET can go better. */
const ENDS_ALL: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'LEASE_LOST',
  'HOME_UNWRITABLE',
  'VAULT_UNWRITABLE',
  'LEDGER_DAMAGED',
  'CERTIFICATE_REFUSED',
]);

/** As are those that a run ends with wherever it meets them: nobody is signed in any more. */
const EXITS_THAT_END_ALL: ReadonlySet<ExitCode> = new Set<ExitCode>([
  EXIT.signInRefused,
  EXIT.personNeeded,
]);

/**
 * Enrols every request. The first goes alone, until one went as meant; then several go side by
 * side. One that fails is set aside and the rest goes on, unless what failed would fail for all.
 *
 * @param workers one for each SIRET that may be in hand; each is given one at a time.
 */
export async function runBatch(
  requests: readonly EnrolmentRequest[],
  workers: readonly [Work, ...Work[]],
  options: BatchOptions,
): Promise<BatchOutcome> {
  return runAll(requests, workers, { ...options, merge: afterEarlier });
}

interface RunAllOptions<Done extends Ended> extends BatchOptions<Done> {
  /** Several attempts as one result. */
  readonly merge: (earlier: Done | undefined, later: Done) => Done;
}

/** The same for any work of which there is much: see {@link runBatch}. */
export async function runAll<Request, Done extends Ended>(
  requests: readonly Request[],
  workers: readonly [Worker<Request, Done>, ...Worker<Request, Done>[]],
  options: RunAllOptions<Done>,
): Promise<BatchOutcome<Done>> {
  const batch = new Batch(requests, options);
  const [first] = workers;
  await batch.drain(first, () => batch.oneWentAsMeant);
  await Promise.all(workers.slice(0, options.concurrency).map((worker) => batch.drain(worker)));
  return batch.outcome;
}

type Worker<Request, Done> = (request: Request) => Promise<Done>;

class Batch<Request, Done extends Ended> {
  readonly #left: Request[];
  readonly #options: RunAllOptions<Done>;
  readonly #enrolled: Done[] = [];
  #stopped: StopReason | undefined;
  #failures = 0;
  #streak: { readonly code: ErrorCode; readonly length: number } | undefined;
  oneWentAsMeant = false;

  constructor(requests: readonly Request[], options: RunAllOptions<Done>) {
    this.#left = [...requests];
    this.#options = options;
  }

  get outcome(): BatchOutcome<Done> {
    return {
      enrolled: this.#enrolled,
      left: this.#left.length,
      ...(this.#stopped !== undefined && { stopped: this.#stopped }),
    };
  }

  /** Works on one request after another until none is left, the batch stops, or `enough` says so. */
  async drain(work: Worker<Request, Done>, enough: () => boolean = () => false): Promise<void> {
    const { signal, hold } = this.#options;
    while (!enough() && this.#left.length > 0) {
      if (!signal.aborted && this.#stopped === undefined) await hold?.();
      if (signal.aborted) this.#stopped ??= { kind: 'interrupted' };
      if (this.#stopped !== undefined) return;
      const request = this.#left.shift();
      if (request === undefined) return;
      this.#count(await this.#withRetries(request, work));
    }
  }

  /** Passing faults are met again by reading anew. */
  async #withRetries(request: Request, work: Worker<Request, Done>): Promise<Done> {
    let enrolled: Done | undefined;
    const attempt = async (): Promise<Done> => {
      enrolled = this.#options.merge(enrolled, await work(request));
      return enrolled;
    };
    return retried(attempt, ({ causes }) => causes.some(isPassing), this.#options);
  }

  #count(enrolled: Done): void {
    this.#enrolled.push(enrolled);
    this.#options.ended?.(enrolled);
    const [cause] = enrolled.causes;
    if (cause === undefined) {
      this.oneWentAsMeant = true;
      this.#streak = undefined;
      return;
    }
    this.#failures += 1;
    this.#stopped ??= this.#reasonToStop(cause);
  }

  #reasonToStop({ code, exitCode }: RaccordError): StopReason | undefined {
    const { maxFailures } = this.#options;
    if (exitCode === EXIT.interrupted) return { kind: 'interrupted' };
    if (ENDS_ALL.has(code) || EXITS_THAT_END_ALL.has(exitCode)) return { kind: 'ends-all', code };
    if (maxFailures !== undefined && this.#failures >= maxFailures) {
      return { kind: 'max-failures', failures: this.#failures };
    }
    if (OF_ONE_SIRET.has(code)) return undefined;
    const length = this.#streak?.code === code ? this.#streak.length + 1 : 1;
    this.#streak = { code, length };
    return length >= SAME_REASON_LIMIT ? { kind: 'same-reason', code } : undefined;
  }
}
