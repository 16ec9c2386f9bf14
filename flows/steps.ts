import { RaccordError } from '../src/domain/errors.ts';
import type { Siret } from '../src/domain/siret.ts';
import type { Step } from '../src/domain/steps.ts';
import { knownError } from '../src/files/known-error.ts';

/** Who is told of each step: the ledger, the evidence, the trace, the terminal. */
export interface StepObserver {
  began(step: Step, siret: Siret | undefined): Promise<void>;
  ended(step: Step, siret: Siret | undefined, durationMs: number): Promise<void>;
  failed(step: Step, siret: Siret | undefined, error: RaccordError): Promise<void>;
}

type Explain = (error: RaccordError, since: number) => Promise<RaccordError>;

/** Runs the named steps of one enrolment, one after the other. */
export class Steps {
  readonly #siret: Siret | undefined;
  readonly #observers: readonly StepObserver[];
  readonly #signal: AbortSignal;
  readonly #explain: Explain;

  /** @param explain finds the real cause of an error (`flows/pages/page-errors.ts`). */
  constructor(
    siret: Siret | undefined,
    observers: readonly StepObserver[],
    signal: AbortSignal,
    explain: Explain,
  ) {
    this.#siret = siret;
    this.#observers = observers;
    this.#signal = signal;
    this.#explain = explain;
  }

  /**
   * Runs a step and tells everyone. A step that has begun is finished even when an interruption is
   * asked for: the next one does not begin.
   * @throws RaccordError whatever the step threw, with the step and the SIRET in it.
   */
  async run<T>(step: Step, body: () => Promise<T>): Promise<T> {
    if (this.#signal.aborted) throw this.#place(step, new RaccordError('INTERRUPTED', {}));
    return this.runOn(step, body);
  }

  /** The same for the reading that belongs to a write: it begins even after an interruption. */
  async runOn<T>(step: Step, body: () => Promise<T>): Promise<T> {
    const start = performance.now();
    try {
      for (const observer of this.#observers) await observer.began(step, this.#siret);
      const result = await body();
      const duration = Math.round(performance.now() - start);
      for (const observer of this.#observers) await observer.ended(step, this.#siret, duration);
      return result;
    } catch (error) {
      const placed = this.#place(step, await this.#explain(knownError(error), start));
      for (const observer of this.#observers) {
        await observer.failed(step, this.#siret, placed).catch((second: unknown) => {
          // Who cannot be told must not hide why the step failed.
          placed.cause ??= second;
        });
      }
      throw placed;
    }
  }

  #place(step: Step, error: RaccordError): RaccordError {
    error.step ??= step;
    if (this.#siret !== undefined) error.siret ??= this.#siret;
    return error;
  }
}
