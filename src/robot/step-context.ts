import { join } from 'node:path';
import { explain } from '../../flows/pages/page-errors.ts';
import { Steps, type StepObserver } from '../../flows/steps.ts';
import { Evidence } from '../browser/evidence.ts';
import { Heartbeat } from '../browser/heartbeat.ts';
import { Trace } from '../browser/trace-recorder.ts';
import type { AnyRaccordError } from '../errors/raccord-error.ts';
import type { Siret } from '../domain/siret.ts';
import type { BrowserWorker } from './browser-worker.ts';
import {
  evidenceObserver,
  heartbeatObserver,
  ledgerObserver,
  logObserver,
  pauseObserver,
  progressObserver,
  traceObserver,
  unlessAsked,
} from './step-observers.ts';
import type { RobotParts } from './robot-parts.ts';

/** One unit of work: its steps, reported to all observers, and its evidence. */
export interface StepContext {
  readonly evidence: Evidence;
  readonly trace: Trace;
  readonly steps: Steps;
}

/** Opens the stages of a run, each with an evidence folder of its own. */
export class StepContexts {
  readonly #parts: RobotParts;
  readonly #endBrowser: () => Promise<void>;
  readonly #willAsk: (error: AnyRaccordError) => boolean;
  readonly #attempts = new Map<string, number>();

  /**
   * @param endBrowser ends a browser that hangs.
   * @param willAsk returns true for an error that a person is asked about once the step has failed.
   */
  constructor(
    parts: RobotParts,
    endBrowser: () => Promise<void>,
    willAsk: (error: AnyRaccordError) => boolean,
  ) {
    this.#parts = parts;
    this.#endBrowser = endBrowser;
    this.#willAsk = willAsk;
  }

  /**
   * @param name the evidence folder's; a second attempt gets a number appended and leaves the first
   * one's evidence unchanged.
   */
  open(name: string, siret: Siret | undefined, browserWorker: BrowserWorker): StepContext {
    const { activePage } = browserWorker;
    const { config, runId, redactor, ledger, logger, clock, signal, progress, debug } = this.#parts;
    const { until, texts } = this.#parts;
    const attempt = (this.#attempts.get(name) ?? 0) + 1;
    this.#attempts.set(name, attempt);
    const folder = attempt === 1 ? name : `${name}-${attempt}`;
    const evidence = new Evidence(join(config.home, 'evidence', runId, folder), redactor);
    const trace = new Trace(activePage, evidence.folder);
    const observers: StepObserver[] = [
      ledgerObserver(ledger),
      unlessAsked(logObserver(logger), this.#willAsk),
      unlessAsked(progressObserver(progress), this.#willAsk),
      evidenceObserver(evidence, activePage, clock, logger, this.#willAsk),
      ...(debug.trace ? [traceObserver(trace)] : []),
      pauseObserver(browserWorker, debug, texts, progress, signal),
      // A person who watches may pause a page.
      ...(debug.headed ? [] : [heartbeatObserver(new Heartbeat(activePage, this.#endBrowser))]),
    ];
    const steps = new Steps(
      siret,
      observers,
      signal,
      (error, since, step) => explain(activePage, error, since, step),
      until,
    );
    return { evidence, trace, steps };
  }
}
