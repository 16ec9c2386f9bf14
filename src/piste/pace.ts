import type { Clock } from '../domain/clock.ts';
import { RaccordError } from '../errors/raccord-error.ts';

/** Spaces requests: PISTE refuses valid ones in quick succession. */
export class Pace {
  readonly #clock: Clock;
  readonly #intervalMs: number;
  readonly #signal: AbortSignal | undefined;
  #queue: Promise<void> = Promise.resolve();
  #next = -Infinity;

  constructor(clock: Clock, intervalMs: number, signal?: AbortSignal) {
    this.#clock = clock;
    this.#intervalMs = intervalMs;
    this.#signal = signal;
  }

  /**
   * Waits until the next request may be sent; concurrent callers wait for each other.
   * @throws RaccordError INTERRUPTED
   */
  turn(): Promise<void> {
    this.#queue = this.#queue.then(async () => {
      await this.#sleep(this.#next - this.#clock.elapsed());
      this.#next = this.#clock.elapsed() + this.#intervalMs;
    });
    return this.#queue;
  }

  /**
   * Waits before a request is repeated: longer each time, in multiples of the interval.
   * @param attempt number of attempts so far.
   * @throws RaccordError INTERRUPTED
   */
  pause(attempt: number): Promise<void> {
    return this.#sleep(2 * attempt * this.#intervalMs);
  }

  async #sleep(milliseconds: number): Promise<void> {
    if (milliseconds > 0) await this.#clock.sleep(milliseconds, this.#signal);
    if (this.#signal?.aborted === true) throw new RaccordError('INTERRUPTED', {});
  }
}
