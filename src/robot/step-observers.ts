import type { StepObserver } from '../../flows/steps.ts';
import type { Evidence, SecretsShown } from '../browser/evidence.ts';
import type { Heartbeat } from '../browser/heartbeat.ts';
import type { ActivePage } from '../browser/active-page.ts';
import type { Trace } from '../browser/trace-recorder.ts';
import type { Clock } from '../domain/clock.ts';
import { safeMessage } from '../errors/safe-message.ts';
import { EXIT } from '../errors/exit-code.ts';
import { type AnyRaccordError, RaccordError } from '../errors/raccord-error.ts';
import type { ErrorCode } from '../errors/error-details.ts';
import type { Siret } from '../domain/siret.ts';
import { SECRET_STEPS, type Step } from '../domain/step-names.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Logger } from '../log/logger.ts';
import type { BrowserWorker } from './browser-worker.ts';
import { pauseInInspector } from './pause-in-inspector.ts';
import type { Progress } from './progress-listener.ts';
import type { DebugOptions } from './robot-parts.ts';
import type { Texts } from '../messages/texts.ts';

/** Records the beginning and end of each step durably. */
export function ledgerObserver(ledger: Ledger): StepObserver {
  return {
    began: (step, siret) => ledger.recordStep('began', siret, step),
    ended: (step, siret, durationMs) => ledger.recordStep('ended', siret, step, { durationMs }),
    failed: (step, siret, { code }) => ledger.recordStep('failed', siret, step, { code }),
  };
}

/** Logs one line per step. */
export function logObserver(logger: Logger): StepObserver {
  return {
    began: (step, siret) => {
      logger.debug({ step, siret }, 'step began');
      return Promise.resolve();
    },
    ended: (step, siret, durationMs) => {
      logger.info({ step, siret, durationMs }, 'step ended');
      return Promise.resolve();
    },
    failed: (step, siret, error) => {
      const { code } = error;
      // A step not begun at the person's request is not a failure.
      if (code === 'INTERRUPTED') logger.info({ step, siret, code }, 'step not begun');
      else if (isAway(error)) logger.info({ step, siret, code }, 'portal away');
      else logger.error({ step, siret, code }, 'step failed');
      return Promise.resolve();
    },
  };
}

/** Returns true if no page was reached: the final message reports it once, in full. */
function isAway({ policy }: AnyRaccordError): boolean {
  return policy.exit === EXIT.portalUnavailable;
}

/**
 * Keeps an observer from hearing of a failure that a person is about to be asked about: the work
 * then begins again with the answer.
 */
export function unlessAsked(
  observer: StepObserver,
  willAsk: (error: AnyRaccordError) => boolean,
): StepObserver {
  return {
    ...observer,
    failed: (step, siret, error) =>
      willAsk(error) ? Promise.resolve() : observer.failed(step, siret, error),
  };
}

/** Reports each step to a person who watches. */
export function progressObserver(progress: Progress): StepObserver {
  return {
    began: (step, siret) => Promise.resolve(progress.stepBegan(step, siret)),
    ended: (step, siret, duration) => Promise.resolve(progress.stepEnded(step, siret, duration)),
    failed: (step, siret, error) => Promise.resolve(progress.stepFailed(step, siret, error)),
  };
}

/**
 * Writes a log line and takes a screenshot for each step.
 * @param willAsk returns true for an error that a person is about to be asked about.
 */
export function evidenceObserver(
  evidence: Evidence,
  activePage: ActivePage,
  clock: Clock,
  logger: Logger,
  willAsk: (error: AnyRaccordError) => boolean,
): StepObserver {
  const picture = async (
    step: Step,
    name: string,
    secretsShown: SecretsShown,
    isExpected = false,
  ): Promise<{ picture: string }> => {
    const taken = await evidence
      .picture(activePage, name, secretsShown)
      // A crashed or closed page has no screenshot; the step's own error must still be reported.
      .catch((error: unknown) => ({ withheld: safeMessage(error) }));
    if ('file' in taken) return { picture: taken.file };
    const fields = { step, reason: taken.withheld };
    if (isExpected) logger.debug(fields, 'no picture');
    else logger.warn(fields, 'no picture');
    return { picture: `none: ${taken.withheld}` };
  };
  const at = (): string => clock.now().toISOString();
  return {
    began: (step) => evidence.note({ at: at(), step, phase: 'began' }),
    ended: async (step, _siret, durationMs) => {
      const shown = await picture(step, step, shownAfter(step));
      await evidence.note({ at: at(), step, phase: 'ended', durationMs, ...shown });
    },
    failed: async (step, _siret, error) => {
      const { code, details } = error;
      const secretsShown = SECRET_STEPS.has(step) ? 'in-fields' : 'none';
      // A skipped step has nothing of its own to show.
      const shown =
        code === 'INTERRUPTED'
          ? {}
          : await picture(step, `${step}-failed`, secretsShown, isAway(error) || willAsk(error));
      await evidence.note({
        at: at(),
        step,
        phase: 'failed',
        code,
        details,
        ...shown,
      });
    },
  };
}

function shownAfter(step: Step): SecretsShown {
  // After signing in, the portal's home is shown: the identity provider's form is gone.
  if (step === 'sign-in' || !SECRET_STEPS.has(step)) return 'none';
  // The response usually replaces the form; its secret was sealed before.
  return step === 'submit-account' || step === 'submit-reset' ? 'known' : 'in-fields';
}

/** Records only the steps during which no secret is on the page or in a request. */
export function traceObserver(trace: Trace): StepObserver {
  return {
    began: (step) => (SECRET_STEPS.has(step) ? trace.stop() : trace.resume()),
    ended: () => Promise.resolve(),
    failed: () => trace.stop(),
  };
}

/** Detects a hanging page, until all observers before it have been notified. */
export function heartbeatObserver(heartbeat: Heartbeat): StepObserver {
  const stop = (): Promise<void> => Promise.resolve(heartbeat.stop());
  return {
    began: () => Promise.resolve(heartbeat.start()),
    ended: stop,
    failed: stop,
  };
}

/**
 * Opens Playwright's Inspector before a step or on an error, and waits for the person. What they
 * send there would go unrecorded: nothing leaves that could write. They may sign in by hand.
 */
export function pauseObserver(
  browserWorker: Pick<BrowserWorker, 'activePage' | 'withWritesForbidden'>,
  { pauseBefore, pauseOnError }: Pick<DebugOptions, 'pauseBefore' | 'pauseOnError'>,
  { steps, debug }: Pick<Texts, 'steps' | 'debug'>,
  progress: Progress,
  signal: AbortSignal,
): StepObserver {
  const pause = async (step: Step, siret: Siret | undefined, code?: ErrorCode): Promise<void> => {
    progress.paused(step, siret, code);
    const { page } = browserWorker.activePage;
    const look = (): Promise<void> =>
      pauseInInspector(page, debug.inspector(step, steps[step], code), signal);
    await (step === 'sign-in' ? look() : browserWorker.withWritesForbidden(look));
    progress.resumed(step, siret);
  };
  return {
    began: async (step, siret) => {
      if (step !== pauseBefore) return;
      await pause(step, siret);
      // After Ctrl-C in a pause, nothing is sent; the outcome of a write is still read.
      if (signal.aborted && !step.startsWith('confirm-')) throw new RaccordError('INTERRUPTED', {});
    },
    ended: () => Promise.resolve(),
    failed: async (step, siret, { code }) => {
      if (pauseOnError && code !== 'INTERRUPTED') await pause(step, siret, code);
    },
  };
}
