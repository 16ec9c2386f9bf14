import { isRaccordError, RaccordError } from '../src/domain/errors.ts';
import type { Siret } from '../src/domain/siret.ts';
import type { Step } from '../src/domain/steps.ts';

/** Who is told of each step: the ledger, the evidence, the trace, the terminal. */
export interface StepObserver {
  began(step: Step, siret: Siret | undefined): Promise<void>;
  ended(step: Step, siret: Siret | undefined, durationMs: number): Promise<void>;
  failed(step: Step, siret: Siret | undefined, error: RaccordError): Promise<void>;
}

/** Runs the named steps of one enrolment, one after the other. */
export class Steps {
  readonly #siret: Siret | undefined;
  readonly #observers: readonly StepObserver[];
  readonly #signal: AbortSignal;

  constructor(siret: Siret | undefined, observers: readonly StepObserver[], signal: AbortSignal) {
    this.#siret = siret;
    this.#observers = observers;
    this.#signal = signal;
  }

  /**
   * Runs a step and tells everyone. A step that has begun is finished even when an interruption is
   * asked for: the next one does not begin.
   * @throws RaccordError whatever the step threw, with the step and the SIRET in it.
   */
  async run<T>(step: Step, body: () => Promise<T>): Promise<T> {
    if (this.#signal.aborted) throw this.#placed(step, new RaccordError('INTERRUPTED', {}));
    const start = performance.now();
    for (const observer of this.#observers) await observer.began(step, this.#siret);
    try {
      const result = await body();
      const duration = Math.round(performance.now() - start);
      for (const observer of this.#observers) await observer.ended(step, this.#siret, duration);
      return result;
    } catch (error) {
      const placed = this.#placed(step, error);
      for (const observer of this.#observers) await observer.failed(step, this.#siret, placed);
      throw placed;
    }
  }

  #placed(step: Step, error: unknown): RaccordError {
    const known = isRaccordError(error)
      ? error
      : new RaccordError('UNEXPECTED', { reason: firstLine(error) }, error);
    known.step ??= step;
    if (this.#siret !== undefined) known.siret ??= this.#siret;
    return known;
  }
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  // Only the first line: Playwright's call log quotes what was typed.
  return (message.split('\n')[0] ?? '').replace(/\(".*"\)/gu, '(…)');
}
