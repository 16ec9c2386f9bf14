import type { Clock } from '../src/domain/clock.ts';

/** So long what was read of the list is taken for its present state, in milliseconds. */
const FRESH_MS = 15 * 60_000;

/**
 * The application names that the portal's list of connections shows, read once for many SIRETs: the
 * whole list for each would be as many page loads as there are SIRETs times pages. What raccord adds
 * meanwhile is in the ledger; of a name that somebody else took meanwhile the portal itself says so.
 */
export class NamesOnPortal {
  readonly #clock: Clock;
  #names: readonly string[] | undefined;
  #readAt = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes down what the whole list showed just now. */
  know(names: readonly string[]): void {
    this.#names = names;
    this.#readAt = this.#clock.now().getTime();
  }

  /** The names as read last, however long ago. */
  get last(): readonly string[] {
    return this.#names ?? [];
  }

  /** The names as read last, or, where that is too long ago, read anew. */
  async read(readAll: () => Promise<readonly string[]>): Promise<readonly string[]> {
    const age = this.#clock.now().getTime() - this.#readAt;
    if (this.#names === undefined || age < 0 || age > FRESH_MS) this.know(await readAll());
    return this.#names ?? [];
  }

  /** After a refusal: the list may show what was not there before. */
  forget(): void {
    this.#names = undefined;
  }
}
