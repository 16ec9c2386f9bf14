import { Cron } from 'croner';
import { CRON_FIELDS, type ConfigReason } from '../errors/config-problem.ts';

/** The times at which runs are due: one or more cron expressions, read in one time zone. */
export class Timetable {
  readonly expressions: readonly string[];
  readonly timezone: string;
  readonly #crons: readonly Cron[];

  /**
   * @param expressions five fields, or six with seconds first.
   * @throws TypeError or RangeError if one cannot be read.
   */
  constructor(expressions: readonly string[], timezone: string) {
    this.expressions = expressions;
    this.timezone = timezone;
    this.#crons = expressions.map((expression) => readCron(expression, timezone));
  }

  /** Returns the first run due after a time, or `undefined` if no run is ever due. */
  next(after: Date): Date | undefined {
    const times = this.#crons.map((cron) => cron.nextRun(after)).filter((time) => time !== null);
    return times.sort((one, other) => one.getTime() - other.getTime())[0];
  }

  /** Returns the first `most` runs due after one time and not after another. */
  dueBetween(after: Date, until: Date, most: number): Date[] {
    const due: Date[] = [];
    let time = this.next(after);
    while (time !== undefined && time <= until && due.length < most) {
      due.push(time);
      time = this.next(time);
    }
    return due;
  }
}

/** Returns why an expression cannot be read, or never matches; `undefined` if it is right. */
export function cronFault(
  expression: string,
  timezone: string,
  now: Date,
): ConfigReason | undefined {
  if (canRead(expression, timezone)) {
    const next = new Timetable([expression], timezone).next(now);
    return next === undefined ? { key: 'cron-never' } : undefined;
  }
  const texts = expression.trim().split(/\s+/u);
  const count = texts.length;
  if (count === 5 || count === 6) {
    for (const [at, field] of CRON_FIELDS.slice(-count).entries()) {
      // Each field by itself: croner, which decides, does not name it.
      const alone = texts.map((text, other) => (other === at ? text : '*')).join(' ');
      const text = texts[at] ?? '';
      if (!canRead(alone, timezone)) return { key: 'cron-field', field, text };
    }
  }
  return { key: 'cron-fields', count };
}

function canRead(expression: string, timezone: string): boolean {
  try {
    readCron(expression, timezone);
    return true;
  } catch {
    return false;
  }
}

function readCron(expression: string, timezone: string): Cron {
  const cron = new Cron(expression, {
    timezone,
    mode: '5-or-6-parts',
    // A run at 2:30 starts right after the gap on the night without a 2:30, and once on the night
    // with two of them; also if several hours are listed.
    fixedTimeRule: 'no-wildcard',
    paused: true,
  });
  if (cron.getOnce() !== null) throw new TypeError('a date, not a cron expression');
  return cron;
}
