import type { Clock } from '../domain/clock.ts';
import { RaccordError } from '../errors/errors.ts';

/** Keeps requests apart: PISTE refuses good ones that follow each other fast. */
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
   * Waits until the next request may leave; several wait for each other.
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
   * Waits before a request is asked again: longer each time, in intervals.
   * @param attempt how often it was asked.
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
