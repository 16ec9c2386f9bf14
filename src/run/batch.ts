import type { Clock } from '../domain/clock.ts';
import { EXIT, type ErrorCode, type RaccordError } from '../domain/errors.ts';
import type { EnrolmentRequest, EnrolmentResult } from '../domain/outcome.ts';
import type { Enrolled } from './robot.ts';

export interface BatchOptions {
  /** How many SIRETs are worked on side by side. */
  readonly concurrency: number;
  /** The run stops once so many SIRETs have failed; absent: no limit. */
  readonly maxFailures?: number;
  /** Milliseconds before a SIRET that met a passing fault is tried again; doubled each time. */
  readonly retryPauseMs: number;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Between 0 and 1, for the jitter of pauses. */
  readonly random: () => number;
}

/** One worker's way to enrol a SIRET. */
export type Work = (request: EnrolmentRequest) => Promise<Enrolled>;

/** Why a batch stopped before its end. */
export type StopReason =
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'max-failures'; readonly failures: number }
  | { readonly kind: 'same-reason'; readonly code: ErrorCode }
  | { readonly kind: 'ends-all'; readonly code: ErrorCode };

export interface BatchOutcome {
  readonly results: readonly EnrolmentResult[];
  readonly causes: readonly RaccordError[];
  readonly stopped?: StopReason;
}

/** So many failures in a row for one reason: the portal has changed or is down. */
const SAME_REASON_LIMIT = 3;

/** A passing fault is met so many times before it counts as a failure. */
const MOST_ATTEMPTS = 4;

/** Failures that are about one SIRET and say nothing about the next. */
const OF_ONE_SIRET: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'STRUCTURE_NOT_OFFERED',
  'APPLICATION_NAME_TAKEN',
  'DECLARATION_REFUSED',
  'ACCOUNT_REFUSED',
  'OUTCOME_DOUBTFUL',
]);

const PASSING: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['PORTAL_UNAVAILABLE', 'NOT_CREATED']);

/** Failures after which no other SIRET can go better. */
const ENDS_ALL: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'LEASE_LOST',
  'VAULT_UNWRITABLE',
  'SESSION_ENDED',
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
  const batch = new Batch(requests, options);
  const [first] = workers;
  await batch.drain(first, () => batch.oneWentAsMeant);
  await Promise.all(workers.slice(0, options.concurrency).map((worker) => batch.drain(worker)));
  return batch.outcome;
}

class Batch {
  readonly #left: EnrolmentRequest[];
  readonly #options: BatchOptions;
  readonly #results: EnrolmentResult[] = [];
  readonly #causes: RaccordError[] = [];
  #stopped: StopReason | undefined;
  #failures = 0;
  #streak: { readonly code: ErrorCode; readonly length: number } | undefined;
  oneWentAsMeant = false;

  constructor(requests: readonly EnrolmentRequest[], options: BatchOptions) {
    this.#left = [...requests];
    this.#options = options;
  }

  get outcome(): BatchOutcome {
    return {
      results: this.#results,
      causes: this.#causes,
      ...(this.#stopped !== undefined && { stopped: this.#stopped }),
    };
  }

  /** Works on one request after another until none is left, the batch stops, or `enough` says so. */
  async drain(work: Work, enough: () => boolean = () => false): Promise<void> {
    while (!enough()) {
      if (this.#options.signal.aborted) this.#stopped ??= { kind: 'interrupted' };
      if (this.#stopped !== undefined) return;
      const request = this.#left.shift();
      if (request === undefined) return;
      const enrolled = await this.#withRetries(request, work);
      this.#count(enrolled);
    }
  }

  /** Passing faults are met again by reading anew, with growing pauses, jittered. */
  async #withRetries(request: EnrolmentRequest, work: Work): Promise<Enrolled> {
    const { clock, retryPauseMs, random, signal } = this.#options;
    for (let attempt = 1; ; attempt += 1) {
      const enrolled = await work(request);
      const passing = enrolled.causes.some(({ code }) => PASSING.has(code));
      if (!passing || attempt === MOST_ATTEMPTS || signal.aborted) return enrolled;
      const pause = retryPauseMs * 2 ** (attempt - 1);
      await clock.sleep(pause * (0.5 + random()), signal);
    }
  }

  #count({ result, causes }: Enrolled): void {
    this.#results.push(result);
    this.#causes.push(...causes);
    const [cause] = causes;
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
    if (ENDS_ALL.has(code)) return { kind: 'ends-all', code };
    if (maxFailures !== undefined && this.#failures >= maxFailures) {
      return { kind: 'max-failures', failures: this.#failures };
    }
    if (OF_ONE_SIRET.has(code)) return undefined;
    const length = this.#streak?.code === code ? this.#streak.length + 1 : 1;
    this.#streak = { code, length };
    return length >= SAME_REASON_LIMIT ? { kind: 'same-reason', code } : undefined;
  }
}
