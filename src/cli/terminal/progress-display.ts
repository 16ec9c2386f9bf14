import { createLogUpdate } from 'log-update';
import { hasFailed, isInterrupted, type EnrolmentResult } from '../../domain/outcome.ts';
import type { RenewalResult } from '../../domain/renewal-outcome.ts';
import type { ErrorCode } from '../../errors/error-details.ts';
import type { AnyRaccordError } from '../../errors/raccord-error.ts';
import type { Siret } from '../../domain/siret.ts';
import { STEPS, type Step } from '../../domain/step-names.ts';
import type { Logger } from '../../log/logger.ts';
import { accountWord, outcomeWord } from '../../messages/account-word.ts';
import type { Progress } from '../../robot/progress-listener.ts';
import type { LiveLines, Terminal } from './terminal.ts';
import type { Texts } from '../../messages/texts.ts';

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'] as const;
const FRAME_MS = 100;
const MINUTE_MS = 60_000;

/** Progress that must be ended, so that its last state stays on the terminal. */
export interface ShownProgress extends Progress {
  /** Sets the number of SIRETs, once it is known. */
  expect(all: number): void;
  /** Removes the live lines to print something else; the next event restores them. */
  pause(): void;
  end(): void;
}

/** Creates live lines on a terminal; elsewhere, logs one line per event. */
export function progressFor(
  terminal: Terminal,
  logger: Logger,
  texts: Texts,
  all: number,
  verbose: boolean,
): ShownProgress {
  return terminal.isInteractive && !verbose
    ? new LiveProgress(terminal, texts, all)
    : loggedProgress(logger, terminal, texts);
}

/** Logs the results; steps are logged as they happen (`src/robot/step-observers.ts`). */
function loggedProgress(logger: Logger, terminal: Terminal, texts: Texts): ShownProgress {
  return {
    expect: () => undefined,
    pause: () => undefined,
    stepBegan: () => undefined,
    stepEnded: () => undefined,
    stepFailed: () => undefined,
    paused: (step, _siret, code) => {
      terminal.err(texts.debug.paused(step, texts.steps[step], code));
    },
    resumed: () => undefined,
    planned: (siret, done, all) => {
      logger.info({ siret, done, all }, 'planned');
    },
    enrolled: ({ siret, connection, account, durationMs }) => {
      logger.info(
        {
          ...{ siret, connection: connection.outcome, account: account.outcome },
          credential: account.credential,
          durationMs,
        },
        'enrolled',
      );
    },
    renewed: ({ siret, login, outcome, durationMs }) => {
      logger.info({ siret, login, outcome, durationMs }, 'renewed');
    },
    end: () => undefined,
  };
}

interface InHand {
  readonly siret: Siret | undefined;
  readonly step: Step;
  readonly since: number;
}

/** Live lines: finished work scrolls by, current work and overall progress stay at the bottom. */
class LiveProgress implements ShownProgress, LiveLines {
  readonly #terminal: Terminal;
  readonly #texts: Texts;
  readonly #live = createLogUpdate(process.stderr);
  #timer: NodeJS.Timeout | undefined;
  readonly #inHand = new Map<Siret | undefined, InHand>();
  #begun = performance.now();
  #all: number;
  /** Progress of reading the plan, while it lasts. */
  #planned: string | undefined;
  #frame = 0;
  /** Steps already printed: one that several browser workers do concurrently is printed once. */
  readonly #told = new Set<Step>();
  #done = 0;
  #failed = 0;

  constructor(terminal: Terminal, texts: Texts, all: number) {
    this.#terminal = terminal;
    this.#texts = texts;
    this.#all = all;
    terminal.keepBelow(this);
  }

  expect(all: number): void {
    this.#all = all;
    this.#begun = performance.now();
  }

  planned(_siret: Siret, done: number, all: number): void {
    this.#planned = done < all ? this.#texts.progress.planned(done, all) : undefined;
    this.draw();
  }

  stepBegan(step: Step, siret: Siret | undefined): void {
    this.#inHand.set(siret, { siret, step, since: performance.now() });
    this.#timer ??= setInterval(() => {
      this.#frame = (this.#frame + 1) % FRAMES.length;
      this.draw();
    }, FRAME_MS);
    this.draw();
  }

  stepEnded(step: Step, siret: Siret | undefined): void {
    if (siret !== undefined) return;
    this.#inHand.delete(siret);
    // A repeated sign-in is news.
    if (this.#told.has(step) && step !== 'sign-in') return;
    this.#told.add(step);
    this.#terminal.err(`✔ ${this.#texts.steps[step]}`);
  }

  stepFailed(step: Step, siret: Siret | undefined, { code }: AnyRaccordError): void {
    this.#inHand.delete(siret);
    if (code === 'INTERRUPTED') return;
    this.#terminal.err(`✗ ${subject(siret)}${this.#texts.steps[step]}`);
  }

  paused(step: Step, siret: Siret | undefined, code?: ErrorCode): void {
    this.#inHand.delete(siret);
    this.pause();
    this.#terminal.err(this.#texts.debug.paused(step, this.#texts.steps[step], code));
  }

  resumed(step: Step, siret: Siret | undefined): void {
    this.stepBegan(step, siret);
  }

  enrolled(result: EnrolmentResult): void {
    this.#ended(result, hasFailed(result) && !isInterrupted(result), lineOf(result, this.#texts));
  }

  renewed(result: RenewalResult): void {
    const failed = result.error !== undefined;
    const { siret, login, outcome, durationMs = 0 } = result;
    const word = this.#texts.renew.outcomes[outcome];
    const line = `${siret}  ${login}  ${word}  ${(durationMs / 1000).toFixed(1)} s`;
    this.#ended(result, failed, `${failed ? '✗' : '✔'} ${line}`);
  }

  #ended({ siret }: { readonly siret: Siret }, failed: boolean, line: string): void {
    this.#inHand.delete(siret);
    this.#done += 1;
    if (failed) this.#failed += 1;
    this.#terminal.err(line);
  }

  pause(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#live.clear();
  }

  end(): void {
    this.pause();
    this.#inHand.clear();
    this.#live.done();
    if (this.#terminal.live === this) this.#terminal.keepBelow(undefined);
  }

  clear(): void {
    this.#live.clear();
  }

  inHand(): string | undefined {
    const [first] = this.#inHand.values();
    if (first === undefined) return undefined;
    const { siret, step } = first;
    const words = this.#texts.steps[step];
    return siret === undefined ? words : this.#texts.progress.subject(siret, words);
  }

  /** Draws only during work: never over a question, or over the final state. */
  draw(): void {
    if (this.#timer === undefined && this.#planned === undefined) return;
    const lines = [...this.#inHand.values()].map(({ siret, step, since }) => {
      const seconds = ((performance.now() - since) / 1000).toFixed(0);
      const spinner = FRAMES[this.#frame] ?? '';
      return `${spinner} ${subject(siret)}${this.#wordsOf(step, siret)}  ${seconds} s`;
    });
    if (this.#planned !== undefined) lines.push(`  ${this.#planned}`);
    if (this.#all > 0) lines.push(`  ${this.#whole()}`);
    // A line that wraps is not removed completely after the window is made narrower.
    const width = process.stderr.columns - 1;
    this.#live(lines.map((line) => line.slice(0, width)).join('\n'));
  }

  /** Describes the step of a SIRET, and its position among all steps. */
  #wordsOf(step: Step, siret: Siret | undefined): string {
    const words = this.#texts.steps[step];
    const index = STEPS.findIndex((one) => one === step);
    if (siret === undefined || index < 0) return words;
    return this.#texts.progress.step(index + 1, STEPS.length, words);
  }

  /** Describes the counts of done, failed and left; from the second on also rate and time left. */
  #whole(): string {
    const left = Math.max(this.#all - this.#done, 0);
    const { whole, pace } = this.#texts.progress;
    const counts = whole(this.#done, this.#failed, left);
    if (this.#done < 2 || left === 0) return counts;
    const perMinute = (this.#done * MINUTE_MS) / (performance.now() - this.#begun);
    return `${counts} · ${pace(perMinute.toFixed(1), Math.ceil(left / perMinute))}`;
  }
}

function lineOf(result: EnrolmentResult, texts: Texts): string {
  const { siret, connection, account, durationMs } = result;
  const { columns } = texts;
  const seconds = (durationMs / 1000).toFixed(1);
  return (
    `${markOf(result)} ${siret}  ` +
    `${columns.connection} ${outcomeWord(connection, texts)}, ` +
    `${columns.account} ${accountWord(account, texts)}  ${seconds} s`
  );
}

function markOf(result: EnrolmentResult): string {
  if (isInterrupted(result)) return '!';
  return hasFailed(result) ? '✗' : '✔';
}

function subject(siret: Siret | undefined): string {
  return siret === undefined ? '' : `${siret}  `;
}
