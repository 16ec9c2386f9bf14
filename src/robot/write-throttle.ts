import type { Clock } from '../domain/clock.ts';

/** Allows one write at a time, with a minimum interval between them (DESIGN: gentle). */
export class WriteThrottle {
  readonly #clock: Clock;
  readonly #minIntervalMs: number;
  readonly #signal: AbortSignal;
  #queue: Promise<unknown> = Promise.resolve();
  #lastEnd = -Infinity;

  /**
   * @param minIntervalMs milliseconds between the end of one write and the start of the next.
   * @param signal ends the waiting; the work then has to refuse by itself (`flows/steps.ts`).
   */
  constructor(clock: Clock, minIntervalMs: number, signal: AbortSignal) {
    this.#clock = clock;
    this.#minIntervalMs = minIntervalMs;
    this.#signal = signal;
  }

  /** Runs work that writes, after all work that was requested earlier. */
  async exclusively<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(async () => {
      const wait = this.#lastEnd + this.#minIntervalMs - this.#clock.now().getTime();
      if (wait > 0) await this.#clock.sleep(Math.min(wait, this.#minIntervalMs), this.#signal);
      try {
        return await work();
      } finally {
        this.#lastEnd = this.#clock.now().getTime();
      }
    });
    // A failed write must not block those behind it.
    this.#queue = turn.catch(() => undefined);
    return turn;
  }
}
