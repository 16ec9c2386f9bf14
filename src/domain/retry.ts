import type { Clock } from './clock.ts';
import { type AnyRaccordError, isRaccordError } from '../errors/raccord-error.ts';

export interface RetryOptions {
  /** Milliseconds before the first retry; doubled each time. */
  readonly retryPauseMs: number;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Returns a number between 0 and 1, for the jitter of pauses. */
  readonly random: () => number;
}

/** The result of an attempt, with the errors behind its failures. */
export interface AttemptResult {
  readonly causes: readonly AnyRaccordError[];
}

/** The number of attempts before a transient error counts as a failure. */
const MAX_ATTEMPTS = 4;

/** Default of {@link RetryOptions.retryPauseMs}. */
export const RETRY_PAUSE_MS = 5_000;

/**
 * Repeats work as long as its result is worth another attempt, with growing, jittered pauses. An
 * interruption ends the pause, and the attempt after it, which finds that it must not begin.
 */
export async function retryWhile<T>(
  work: () => Promise<T>,
  isWorthAnother: (result: T) => boolean,
  { retryPauseMs, signal, clock, random }: RetryOptions,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const result = await work();
    if (!isWorthAnother(result) || attempt === MAX_ATTEMPTS) return result;
    await clock.sleep(retryPauseMs * 2 ** (attempt - 1) * (0.5 + random()), signal);
  }
}

/**
 * Retries work that may write: each attempt first reads the result of the previous one. Beside a
 * cause that ends the run, such as a refused sign-in, nothing is tried again.
 * @param merge combines several attempts into one result.
 */
export async function retryWrites<Done extends AttemptResult>(
  work: () => Promise<Done>,
  merge: (earlier: Done | undefined, later: Done) => Done,
  options: RetryOptions,
): Promise<Done> {
  let done: Done | undefined;
  const attempt = async (): Promise<Done> => {
    done = merge(done, await work());
    return done;
  };
  return retryWhile(
    attempt,
    ({ causes }) =>
      causes.some(({ policy }) => policy.transient) &&
      !causes.some(({ policy }) => policy.scope === 'run'),
    options,
  );
}

/** Retries work that only reads, and throws its error. */
export async function retryReads<T>(work: () => Promise<T>, options: RetryOptions): Promise<T> {
  const attempt = (): Promise<{ value: T } | { error: unknown }> =>
    work().then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    );
  const last = await retryWhile(
    attempt,
    (result) => 'error' in result && isRaccordError(result.error) && result.error.policy.transient,
    options,
  );
  if ('error' in last) throw last.error;
  return last.value;
}
