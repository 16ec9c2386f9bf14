import { Cron } from 'croner';

/** When runs are due: one or more cron expressions, read in one time zone. */
export class Timetable {
  readonly expressions: readonly string[];
  readonly timezone: string;
  readonly #crons: readonly Cron[];

  /**
   * @param expressions five fields, or six with seconds first.
   * @throws TypeError or RangeError where one cannot be read.
   */
  constructor(expressions: readonly string[], timezone: string) {
    this.expressions = expressions;
    this.timezone = timezone;
    this.#crons = expressions.map((expression) => readCron(expression, timezone));
  }

  /** The first run that is due after a moment; undefined where none ever is. */
  next(after: Date): Date | undefined {
    const times = this.#crons.map((cron) => cron.nextRun(after)).filter((time) => time !== null);
    return times.sort((one, other) => one.getTime() - other.getTime())[0];
  }

  /** The runs due after one moment and not after another, the first ones of them. */
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

function readCron(expression: string, timezone: string): Cron {
  const cron = new Cron(expression, {
    timezone,
    mode: '5-or-6-parts',
    // A run at 2:30 on the night that has no 2:30 comes right after the gap, and on the night that
    // has two of them once; where several hours are listed, too.
    fixedTimeRule: 'no-wildcard',
    paused: true,
  });
  if (cron.getOnce() !== null) throw new TypeError('a date, not a cron expression');
  return cron;
}
