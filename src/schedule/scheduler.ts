import type { Clock } from '../domain/clock.ts';
import { EXIT, type ExitCode } from '../errors/exit-code.ts';
import type { Logger } from '../log/logger.ts';
import type { ChildEnd, RunningChild } from './child-process.ts';
import type { ScheduleState } from './schedule-state.ts';
import type { Timetable } from './timetable.ts';
import { formatMoment } from './wall-clock.ts';
import type { Texts } from '../messages/texts.ts';

export interface SchedulerParts {
  readonly timetable: Timetable;
  readonly memory: ScheduleState;
  readonly start: () => RunningChild;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Is notified of the start and end of each run. */
  readonly watcher?: RunListener | undefined;
  readonly texts: Texts['schedule'];
  /** Aborted by the first Ctrl-C or SIGTERM. */
  readonly signal: AbortSignal;
  /** Stops after the next run. */
  readonly once: boolean;
}

/** A listener for runs. Never throws, and never delays a run. */
export interface RunListener {
  began(): void;
  /** @param exitCode absent if a signal ended the run, or it never started. */
  ended(exitCode: ExitCode | undefined): void;
  /** Resolves once all notifications have been sent or given up. */
  drained(): Promise<void>;
}

interface Going {
  readonly child: RunningChild;
  readonly since: Date;
}

/**
 * Interval in milliseconds at which the time is checked: timers stop while the machine sleeps, and
 * clocks can be set.
 */
const MAX_SLEEP_MS = 30_000;

/** A run that would begin later than this, in milliseconds, counts as missed: the machine slept. */
const LATE = 5 * 60_000;

/** Maximum number of missed runs counted. */
const MAX_MISSED = 100;

/** Starts each run when it is due, until it is stopped. */
export class Scheduler {
  readonly #parts: SchedulerParts;
  #going: Going | undefined;
  /** Settles when the last run has ended and been recorded. */
  #ended: Promise<void> | undefined;
  #lastExit: ExitCode | undefined;
  /** All runs due before this time were started or reported as missed. */
  #handledUntil: Date;

  constructor(parts: SchedulerParts) {
    this.#parts = parts;
    this.#handledUntil = parts.memory.since;
  }

  /**
   * Runs the schedule.
   * @returns the last run's exit code; 130 if it was stopped before the first.
   */
  async run(): Promise<ExitCode> {
    const { signal, once, memory, logger, texts, watcher } = this.#parts;
    // With `once`, earlier missed runs do not matter.
    if (!once) this.#sayMissed(memory.missed(MAX_MISSED));
    const stopChild = (): void => this.#going?.child.stop();
    signal.addEventListener('abort', stopChild, { once: true });
    try {
      while (await this.#untilDue()) {
        if ((await this.#startOrSay()) && once) break;
      }
      if (signal.aborted && this.#going !== undefined) logger.info({}, texts.draining);
      await this.#ended;
    } finally {
      signal.removeEventListener('abort', stopChild);
      await this.#remember(memory.close(this.#handledUntil));
      await watcher?.drained();
    }
    return this.#lastExit ?? EXIT.interrupted;
  }

  /** Waits until a run is due; returns false if it was stopped, or no run is ever due. */
  async #untilDue(): Promise<boolean> {
    const { timetable, clock, signal, logger, texts } = this.#parts;
    let announced: number | undefined;
    while (!signal.aborted) {
      // A clock that is set back must not pause the schedule until it has caught up.
      const now = clock.now();
      if (now.getTime() < this.#handledUntil.getTime() - LATE) this.#handledUntil = now;
      const next = timetable.next(this.#handledUntil);
      if (next === undefined) return false;
      if (announced !== next.getTime()) {
        announced = next.getTime();
        logger.info(
          { nextRun: next.toISOString() },
          texts.next(formatMoment(next, timetable.timezone)),
        );
      }
      const wait = next.getTime() - now.getTime();
      if (wait <= 0) return true;
      await clock.sleep(Math.min(wait, MAX_SLEEP_MS), signal);
    }
    return false;
  }

  /** Starts the run that is due, unless it is too late or another run is in progress. */
  async #startOrSay(): Promise<boolean> {
    const { timetable, clock, memory } = this.#parts;
    const now = clock.now();
    const inTime = new Date(Math.max(this.#handledUntil.getTime(), now.getTime() - LATE));
    this.#sayMissed(timetable.dueBetween(this.#handledUntil, inTime, MAX_MISSED));
    const [due] = timetable.dueBetween(inTime, now, 1);
    this.#handledUntil = now;
    // Before the start: an interrupted run must not be started again automatically.
    await this.#remember(memory.handled(now));
    if (due === undefined) return false;
    if (this.#going === undefined) {
      this.#start(now);
      return true;
    }
    this.#sayStillGoing(this.#going, due);
    return false;
  }

  #start(since: Date): void {
    const { start, logger, texts, watcher } = this.#parts;
    const child = start();
    watcher?.began();
    this.#going = { child, since };
    logger.info({ pid: child.pid }, texts.started);
    this.#ended = child.ended.then((end) => {
      this.#going = undefined;
      return this.#noteEnd(end, since);
    });
  }

  async #noteEnd({ exitCode, reason = '' }: ChildEnd, since: Date): Promise<void> {
    const { clock, logger, texts, memory, watcher } = this.#parts;
    const now = clock.now();
    const durationMs = now.getTime() - since.getTime();
    const known = Object.values(EXIT).find((code) => code === exitCode) ?? EXIT.someFailed;
    this.#lastExit = known;
    watcher?.ended(exitCode === undefined ? undefined : known);
    if (exitCode === undefined) logger.error({ reason, durationMs }, texts.died(reason));
    else if (exitCode === EXIT.done) logger.info({ exitCode, durationMs }, texts.ended(exitCode));
    else logger.warn({ exitCode, durationMs }, texts.ended(exitCode));
    const times = { startedAt: since.toISOString(), endedAt: now.toISOString() };
    await this.#remember(memory.ended({ ...times, exitCode: known }));
  }

  #sayStillGoing({ since }: Going, due: Date): void {
    const { logger, texts, timetable } = this.#parts;
    logger.warn(
      { due: due.toISOString(), since: since.toISOString() },
      texts.stillGoing(formatMoment(since, timetable.timezone)),
    );
  }

  #sayMissed(missed: readonly Date[]): void {
    const [first] = missed;
    const last = missed.at(-1);
    if (first === undefined || last === undefined) return;
    const { logger, texts, timetable } = this.#parts;
    const count = missed.length;
    logger.warn(
      { count, first: first.toISOString(), last: last.toISOString() },
      texts.missed(
        count < MAX_MISSED ? String(count) : `${count}+`,
        formatMoment(first, timetable.timezone),
        formatMoment(last, timetable.timezone),
      ),
    );
  }

  /** Waits for a state write; a failed write must not stop the work. */
  async #remember(written: Promise<void>): Promise<void> {
    const { logger, texts } = this.#parts;
    await written.catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      logger.warn({ reason }, texts.forgetful);
    });
  }
}
