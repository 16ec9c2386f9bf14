import { test as base } from '../../fixtures/playwright/folder.ts';
import { textsFor } from '../../fixtures/playwright/texts-for.ts';
import type { Clock } from '../../src/domain/clock.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import type { Logger } from '../../src/log/logger.ts';
import type { ChildEnd, RunningChild } from '../../src/schedule/child-process.ts';
import { ScheduleState } from '../../src/schedule/schedule-state.ts';
import { Scheduler, type RunListener } from '../../src/schedule/scheduler.ts';
import { Timetable } from '../../src/schedule/timetable.ts';

export { expect } from '@playwright/test';

/** What comes to pass at its moment; time goes on once it is done. */
type Happening = () => void | Promise<void>;

/** Time that runs as fast as it is slept through, with things that happen at their moment. */
export class NightClock implements Clock {
  #now: number;
  readonly #happenings: { readonly at: number; readonly happen: Happening }[] = [];

  constructor(now: string) {
    this.#now = Date.parse(now);
  }

  now(): Date {
    return new Date(this.#now);
  }

  elapsed(): number {
    return this.#now;
  }

  /** Lets something happen while the time is slept through. */
  at(time: string, happen: Happening): void {
    this.#happenings.push({ at: Date.parse(time), happen });
    this.#happenings.sort((one, other) => one.at - other.at);
  }

  /** The machine sleeps, or its clock is set. */
  jump(time: string): void {
    this.#now = Date.parse(time);
  }

  async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    const until = this.#now + milliseconds;
    while (signal?.aborted !== true) {
      const [next] = this.#happenings;
      if (next === undefined || next.at > until) break;
      this.#happenings.shift();
      this.#now = Math.max(this.#now, next.at);
      await next.happen();
      await settle();
      // It may have set the clock.
      if (this.#now > until || this.#now < next.at) return;
    }
    if (signal?.aborted !== true) this.#now = Math.max(this.#now, until);
  }
}

/** Lets everything go on that waits for neither time nor a file. */
async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

/** A run that ends when the test says so. */
class FakeRun implements RunningChild {
  readonly pid = 4711;
  readonly startedAt: string;
  stops = 0;
  readonly ended: Promise<ChildEnd>;
  #end: (end: ChildEnd) => void = () => undefined;

  constructor(clock: Clock) {
    this.startedAt = clock.now().toISOString();
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  stop(): void {
    this.stops += 1;
  }

  end(end: ChildEnd): void {
    this.#end(end);
  }
}

interface Night {
  readonly clock: NightClock;
  readonly runs: readonly FakeRun[];
  readonly said: readonly string[];
  readonly stop: AbortController;
  readonly keep: (options?: {
    readonly cron?: string;
    readonly once?: boolean;
    readonly watcher?: RunListener;
  }) => Promise<number>;
}

interface Place {
  /** A schedule at ten to ten in the evening of a Monday in Paris, on a clock of the test's own. */
  night: Night;
}

export const LINE = ['batch', '--input', 'clients.csv', '--yes'];

export const test = base.extend<Place>({
  night: async ({ home }, use) => {
    const clock = new NightClock('2026-11-23T20:50:00.000Z');
    const runs: FakeRun[] = [];
    const said: string[] = [];
    const stop = new AbortController();
    await use({
      ...{ clock, runs, said, stop },
      keep: async ({ cron = '0 22 * * *', once = false, watcher } = {}) => {
        const timetable = new Timetable([cron], 'Europe/Paris');
        return new Scheduler({
          ...{ timetable, clock, once, watcher },
          memory: await ScheduleState.open(home, LINE, timetable, clock.now()),
          start: () => {
            runs.push(new FakeRun(clock));
            return runs.at(-1)!;
          },
          logger: listTo(said),
          texts: textsFor('en').schedule,
          signal: stop.signal,
        }).run();
      },
    });
  },
});

/** A logger that keeps level and message. */
function listTo(lines: string[]): Logger {
  const log = (level: string) => (_: JsonObject, message: string) => {
    lines.push(`${level}: ${message}`);
  };
  return {
    debug: log('debug'),
    info: log('info'),
    warn: log('warn'),
    error: log('error'),
    child: () => listTo(lines),
  };
}
