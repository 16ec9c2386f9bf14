import { type AnyRaccordError, RaccordError } from '../src/errors/raccord-error.ts';
import type { Siret } from '../src/domain/siret.ts';
import type { Step, StoppableStep } from '../src/domain/step-names.ts';
import { toRaccordError } from '../src/errors/to-raccord-error.ts';

/** An observer of each step: the ledger, the evidence, the trace, the terminal. */
export interface StepObserver {
  began(step: Step, siret: Siret | undefined): Promise<void>;
  ended(step: Step, siret: Siret | undefined, durationMs: number): Promise<void>;
  failed(step: Step, siret: Siret | undefined, error: AnyRaccordError): Promise<void>;
}

type Explain = (error: AnyRaccordError, since: number, step: Step) => Promise<AnyRaccordError>;

/** Thrown if a run is to stop before a step: not a failure; the step does not begin. */
export class StoppedBefore extends Error {
  readonly step: StoppableStep;
  /** The name or login that the step would have created, if known. */
  readonly meant: string | undefined;

  constructor(step: StoppableStep, meant?: string) {
    super(`stopped before ${step}`);
    this.name = 'StoppedBefore';
    this.step = step;
    this.meant = meant;
  }
}

/** Runs the named steps of one enrolment, one after the other. */
export class Steps {
  readonly #siret: Siret | undefined;
  readonly #observers: readonly StepObserver[];
  readonly #signal: AbortSignal;
  readonly #explain: Explain;
  readonly #until: StoppableStep | undefined;

  /**
   * @param explain finds the real cause of an error (`flows/pages/page-errors.ts`).
   * @param until the step before which the run stops.
   */
  constructor(
    siret: Siret | undefined,
    observers: readonly StepObserver[],
    signal: AbortSignal,
    explain: Explain,
    until?: StoppableStep,
  ) {
    this.#siret = siret;
    this.#observers = observers;
    this.#signal = signal;
    this.#explain = explain;
    this.#until = until;
  }

  /**
   * Runs a step and notifies all observers. A step that has begun is finished even if an
   * interruption is requested: the next one does not begin.
   * @param meant what the step will create, reported if the run stops before it.
   * @throws RaccordError whatever the step threw, with the step and the SIRET in it; StoppedBefore.
   */
  async run<T>(step: Step, body: () => Promise<T>, meant?: string): Promise<T> {
    if (step === this.#until) throw new StoppedBefore(this.#until, meant);
    if (this.#signal.aborted) throw this.#place(step, new RaccordError('INTERRUPTED', {}));
    return this.runOn(step, body);
  }

  /** Runs the reading step that belongs to a write: it begins even after an interruption. */
  async runOn<T>(step: Step, body: () => Promise<T>): Promise<T> {
    const start = performance.now();
    try {
      for (const observer of this.#observers) await observer.began(step, this.#siret);
      const result = await body();
      const duration = Math.round(performance.now() - start);
      for (const observer of this.#observers) await observer.ended(step, this.#siret, duration);
      return result;
    } catch (error) {
      const placed = this.#place(step, await this.#explain(toRaccordError(error), start, step));
      for (const observer of this.#observers) {
        await observer.failed(step, this.#siret, placed).catch((second: unknown) => {
          // An observer's failure must not hide why the step failed.
          placed.cause ??= second;
        });
      }
      throw placed;
    }
  }

  #place(step: Step, error: AnyRaccordError): AnyRaccordError {
    return error.addContext({ step, siret: this.#siret });
  }
}
