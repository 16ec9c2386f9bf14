import type { ErrorCode } from '../errors/error-details.ts';
import type { AnyRaccordError } from '../errors/raccord-error.ts';
import type { EnrolmentReport } from './enrolment-report.ts';
import type { AttemptResult } from '../domain/retry.ts';

export interface BatchOptions<Done extends AttemptResult = EnrolmentReport> {
  /** Number of SIRETs processed in parallel. */
  readonly concurrency: number;
  /** Number of failed SIRETs after which the run stops; absent: no limit. */
  readonly maxFailures?: number;
  /** Awaited before each SIRET: until it may write, or the run is interrupted. */
  readonly waitForWindow?: () => Promise<void>;
  /** Called after each SIRET. */
  readonly ended?: (enrolled: Done) => void;
  readonly signal: AbortSignal;
}

/** Reason why a batch stopped before its end. */
export type StopReason =
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'max-failures'; readonly failures: number }
  | { readonly kind: 'same-reason'; readonly code: ErrorCode }
  | { readonly kind: 'ends-all'; readonly code: ErrorCode };

export interface BatchOutcome<Done extends AttemptResult = EnrolmentReport> {
  /** In order of completion. */
  readonly enrolled: readonly Done[];
  /** Number of requests that were not begun. */
  readonly left: number;
  readonly stopped?: StopReason;
}

/** Number of consecutive failures for one reason: the portal has changed or is down. */
const SAME_REASON_LIMIT = 3;

/**
 * Processes every request. The first one runs alone, until one has succeeded; then several run in
 * parallel. A failed request does not stop the others, unless its error would affect all of them. A
 * defect that is thrown ends the batch once the requests already begun are done.
 *
 * @param workers one per parallel SIRET; each handles one request at a time.
 */
export async function runBatch<Request, Done extends AttemptResult>(
  requests: readonly Request[],
  workers: readonly [RequestHandler<Request, Done>, ...RequestHandler<Request, Done>[]],
  options: BatchOptions<Done>,
): Promise<BatchOutcome<Done>> {
  const batch = new Batch(requests, options);
  const [first] = workers;
  await batch.drain(first, () => batch.oneWentAsMeant);
  const ended = await Promise.allSettled(
    workers.slice(0, options.concurrency).map((worker) => batch.drain(worker)),
  );
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
  return batch.outcome;
}

/** Function with which a worker processes a request. */
export type RequestHandler<Request, Done> = (request: Request) => Promise<Done>;

class Batch<Request, Done extends AttemptResult> {
  readonly #left: Request[];
  readonly #options: BatchOptions<Done>;
  readonly #enrolled: Done[] = [];
  #stopped: StopReason | undefined;
  #failures = 0;
  #streak: { readonly code: ErrorCode; readonly length: number } | undefined;
  #isBroken = false;
  oneWentAsMeant = false;

  constructor(requests: readonly Request[], options: BatchOptions<Done>) {
    this.#left = [...requests];
    this.#options = options;
  }

  get outcome(): BatchOutcome<Done> {
    return {
      enrolled: this.#enrolled,
      left: this.#left.length,
      stopped: this.#stopped,
    };
  }

  /** Processes requests until none is left, the batch stops, or `enough` returns true. */
  async drain(
    work: RequestHandler<Request, Done>,
    enough: () => boolean = () => false,
  ): Promise<void> {
    try {
      await this.#drain(work, enough);
    } catch (error) {
      this.#isBroken = true;
      throw error;
    }
  }

  async #drain(work: RequestHandler<Request, Done>, enough: () => boolean): Promise<void> {
    const { signal, waitForWindow } = this.#options;
    while (!enough() && this.#left.length > 0) {
      if (!signal.aborted && this.#stopped === undefined) await waitForWindow?.();
      if (signal.aborted) this.#stopped ??= { kind: 'interrupted' };
      if (this.#stopped !== undefined || this.#isBroken) return;
      const request = this.#left.shift();
      if (request === undefined) return;
      this.#count(await work(request));
    }
  }

  #count(enrolled: Done): void {
    this.#enrolled.push(enrolled);
    this.#options.ended?.(enrolled);
    const causes = enrolled.causes.filter(({ policy }) => policy.scope !== 'nothing');
    const cause = causes.find(({ policy }) => policy.scope === 'run') ?? causes[0];
    if (cause === undefined) {
      this.oneWentAsMeant = true;
      this.#streak = undefined;
      return;
    }
    this.#failures += 1;
    this.#stopped ??= this.#reasonToStop(cause);
  }

  #reasonToStop({ code, policy }: AnyRaccordError): StopReason | undefined {
    const { maxFailures } = this.#options;
    if (code === 'INTERRUPTED') return { kind: 'interrupted' };
    if (policy.scope === 'run') return { kind: 'ends-all', code };
    if (maxFailures !== undefined && this.#failures >= maxFailures) {
      return { kind: 'max-failures', failures: this.#failures };
    }
    if (policy.scope === 'siret') return undefined;
    const length = this.#streak?.code === code ? this.#streak.length + 1 : 1;
    this.#streak = { code, length };
    return length >= SAME_REASON_LIMIT ? { kind: 'same-reason', code } : undefined;
  }
}
