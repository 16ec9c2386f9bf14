import type { Clock } from '../domain/clock.ts';
import { EXIT, type ExitCode } from '../errors/errors.ts';
import type { JsonObject } from '../domain/json.ts';
import { omitUndefined } from '../domain/omit-undefined.ts';
import type { Logger } from '../log/logger.ts';
import type { Texts } from '../messages/en/texts.en.ts';
import type { ChildEnd, RunningChild } from './child-process.ts';
import type { ScheduleState } from './schedule-state.ts';
import type { Timetable } from './timetable.ts';
import { formatMoment } from './wall-clock.ts';

export interface SchedulerParts {
  readonly timetable: Timetable;
  readonly memory: ScheduleState;
  readonly start: () => RunningChild;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Told of each run that begins and ends; absent where nobody is. */
  readonly watcher?: RunListener | undefined;
  readonly texts: Texts['schedule'];
  /** The first Ctrl-C or SIGTERM. */
  readonly signal: AbortSignal;
  /** Ends after the next run. */
  readonly once: boolean;
}

/** Whoever is told of each run. It never throws, and keeps no run waiting. */
export interface RunListener {
  began(): void;
  /** @param exitCode absent where a signal ended the run, or it never started. */
  ended(exitCode: ExitCode | undefined): void;
  /** Resolves once all has been told, or given up. */
  drained(): Promise<void>;
}

interface Going {
  readonly child: RunningChild;
  readonly since: Date;
}

/**
 * A sleeping machine stops timers but not the clock on the wall, and clocks are set: so the time is
 * asked again this often, in milliseconds.
 */
const MAX_SLEEP_MS = 30_000;

/** A run that begins later than this, in milliseconds, is a missed one: the machine slept. */
const LATE = 5 * 60_000;

/** Missed runs are counted up to here. */
const MAX_MISSED = 100;

/** Starts a run whenever one is due, until it is told to stop. */
export class Scheduler {
  readonly #parts: SchedulerParts;
  #going: Going | undefined;
  /** The last run's end, with all that is noted of it. */
  #ended: Promise<void> | undefined;
  #lastExit: ExitCode | undefined;
  /** Runs that were due until then were started or said to be missed. */
  #handledUntil: Date;

  constructor(parts: SchedulerParts) {
    this.#parts = parts;
    this.#handledUntil = parts.memory.since;
  }

  /**
   * Keeps the timetable.
   * @returns the last run's exit code; 130 where it was stopped before any.
   */
  async run(): Promise<ExitCode> {
    const { signal, once, memory, logger, texts, watcher } = this.#parts;
    // What ended with one run was not meant for the others.
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

  /** Waits until a run is due; false where it was told to stop, or none ever is. */
  async #untilDue(): Promise<boolean> {
    const { timetable, clock, signal, logger, texts } = this.#parts;
    let announced: number | undefined;
    while (!signal.aborted) {
      // A clock that is put back must not stop the schedule until it is there again.
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

  /** Starts the run that is due, unless it is too late for it or one is going on. */
  async #startOrSay(): Promise<boolean> {
    const { timetable, clock, memory } = this.#parts;
    const now = clock.now();
    const inTime = new Date(Math.max(this.#handledUntil.getTime(), now.getTime() - LATE));
    this.#sayMissed(timetable.dueBetween(this.#handledUntil, inTime, MAX_MISSED));
    const [due] = timetable.dueBetween(inTime, now, 1);
    this.#handledUntil = now;
    // Before it begins: a run that was cut off is not started again by itself on that account.
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
    logger.info(omitUndefined<JsonObject>({ pid: child.pid }), texts.started);
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

  /** A memory that cannot be written must not keep the work from being done. */
  async #remember(written: Promise<void>): Promise<void> {
    const { logger, texts } = this.#parts;
    await written.catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      logger.warn({ reason }, texts.forgetful);
    });
  }
}
