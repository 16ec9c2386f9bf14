import type { ConfigProblem } from '../../errors/config-problem.ts';
import {
  type AnyRaccordError,
  MultipleErrors,
  RaccordError,
  isRaccordError,
} from '../../errors/raccord-error.ts';

/** Collects the mistakes of an input, so that all are reported at once. */
export class OptionProblems {
  readonly #problems: (string | ConfigProblem)[] = [];
  readonly #others: AnyRaccordError[] = [];

  /** Reads a part of the input; returns `undefined` if it has mistakes. */
  collect<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      return this.#keep(error);
    }
  }

  /** Reads a part asynchronously; returns `undefined` if it has mistakes. */
  async collectAsync<T>(read: () => Promise<T>): Promise<T | undefined> {
    try {
      return await read();
    } catch (error) {
      return this.#keep(error);
    }
  }

  /** Adds the problems of another collection, reworded for this one. */
  add(
    others: OptionProblems,
    told: (problem: string | ConfigProblem) => string | ConfigProblem,
  ): void {
    this.#problems.push(...others.#problems.map(told));
    this.#others.push(...others.#others);
  }

  get isEmpty(): boolean {
    return this.#problems.length === 0 && this.#others.length === 0;
  }

  /** @throws MultipleErrors if there were any mistakes. */
  throwIfAny(): void {
    const problems = this.#problems;
    const configuration =
      problems.length === 0 ? [] : [new RaccordError('CONFIG_INVALID', { problems })];
    const errors = [...configuration, ...this.#others];
    if (errors.length > 0) throw new MultipleErrors(errors);
  }

  #keep(error: unknown): undefined {
    if (!isRaccordError(error)) throw error;
    if (error.code === 'CONFIG_INVALID') this.#problems.push(...error.details.problems);
    else this.#others.push(error);
  }
}
