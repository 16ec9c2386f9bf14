import { createLogUpdate } from 'log-update';
import type { EnrolmentResult } from '../domain/outcome.ts';
import { formatSiret, type Siret } from '../domain/siret.ts';
import type { Step } from '../domain/steps.ts';
import type { Logger } from '../log/logger.ts';
import type { Texts } from '../messages/texts-en.ts';
import type { Progress } from '../run/progress.ts';
import type { Terminal } from './terminal.ts';

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'] as const;
const FRAME_MS = 100;

/** Progress that must be ended, so that the last state stays on the terminal. */
export interface ShownProgress extends Progress {
  end(): void;
}

/**
 * Live lines on a terminal, one event a line in the log elsewhere.
 * @param all how many SIRETs there are.
 */
export function progressFor(
  terminal: Terminal,
  logger: Logger,
  texts: Texts,
  all: number,
  verbose: boolean,
): ShownProgress {
  return terminal.isInteractive && !verbose ? liveProgress(texts, all) : loggedProgress(logger);
}

/** The steps are logged as they go (`src/run/observers.ts`); what is left is each result. */
function loggedProgress(logger: Logger): ShownProgress {
  return {
    stepBegan: () => undefined,
    stepEnded: () => undefined,
    stepFailed: () => undefined,
    enrolled: ({ siret, connection, account, durationMs }) => {
      logger.info(
        { siret, connection: connection.outcome, account: account.outcome, durationMs },
        'enrolled',
      );
    },
    end: () => undefined,
  };
}

function liveProgress(texts: Texts, all: number): ShownProgress {
  const live = createLogUpdate(process.stderr);
  const finished: string[] = [];
  let inHand: { siret: Siret | undefined; step: Step; since: number } | undefined;
  let frame = 0;
  let done = 0;

  const draw = (): void => {
    frame = (frame + 1) % FRAMES.length;
    const lines = [...finished];
    if (inHand !== undefined) {
      const seconds = ((performance.now() - inHand.since) / 1000).toFixed(0);
      const step = texts.steps[inHand.step];
      lines.push(`${FRAMES[frame] ?? ''} ${subject(inHand.siret)}${step}  ${seconds} s`);
    }
    if (all > 0) lines.push(`  ${texts.progress.done(done, all)}`);
    live(lines.join('\n'));
  };
  const timer = setInterval(draw, FRAME_MS);

  return {
    stepBegan: (step, siret) => {
      inHand = { siret, step, since: performance.now() };
      draw();
    },
    stepEnded: (step, siret) => {
      if (siret === undefined) finished.push(`✔ ${texts.steps[step]}`);
    },
    stepFailed: (step, siret) => {
      finished.push(`✗ ${subject(siret)}${texts.steps[step]}`);
    },
    enrolled: (result) => {
      done += 1;
      finished.push(lineOf(result, texts));
      inHand = undefined;
      draw();
    },
    end: () => {
      clearInterval(timer);
      inHand = undefined;
      draw();
      live.done();
    },
  };
}

function lineOf({ siret, connection, account, durationMs }: EnrolmentResult, texts: Texts): string {
  const failed = connection.outcome === 'failed' || account.outcome === 'failed';
  const { outcomes, columns } = texts;
  const seconds = (durationMs / 1000).toFixed(1);
  return (
    `${failed ? '✗' : '✔'} ${formatSiret(siret)}  ` +
    `${columns.connection} ${outcomes[connection.outcome]}, ` +
    `${columns.account} ${outcomes[account.outcome]}  ${seconds} s`
  );
}

function subject(siret: Siret | undefined): string {
  return siret === undefined ? '' : `${formatSiret(siret)}  `;
}
