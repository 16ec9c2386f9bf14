import type { Clock } from '../src/domain/clock.ts';

/** Time during which a read list counts as current, in milliseconds. */
const FRESH_MS = 15 * 60_000;

/**
 * The application names in the portal's list of connections, read once for many SIRETs: the whole
 * list for each would be as many page loads as SIRETs times pages. Names that raccord adds
 * meanwhile are in the ledger; the portal itself refuses a name that somebody else took meanwhile.
 */
export class NamesOnPortal {
  readonly #clock: Clock;
  #names: readonly string[] | undefined;
  #readAt = 0;
  readonly #asked = new Set<string>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Records the names that the whole list showed just now. */
  know(names: readonly string[]): void {
    this.#names = names;
    this.#readAt = this.#clock.now().getTime();
  }

  /** The names from the last read, regardless of its age. */
  get last(): readonly string[] {
    return this.#names ?? [];
  }

  /** Returns the names from the last read; reads them again if that is too old. */
  async read(readAll: () => Promise<readonly string[]>): Promise<readonly string[]> {
    const age = this.#clock.now().getTime() - this.#readAt;
    if (this.#names === undefined || age < 0 || age > FRESH_MS) this.know(await readAll());
    return this.#names ?? [];
  }

  /** Records names that requests of this run ask for. None of them is chosen for another one. */
  ask(names: readonly string[]): void {
    for (const name of names) this.#asked.add(name);
  }

  get asked(): readonly string[] {
    return [...this.#asked];
  }

  /** Discards the names, after a refusal: the list may have changed. */
  forget(): void {
    this.#names = undefined;
  }
}
