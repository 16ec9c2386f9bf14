import { RaccordError } from '../errors/raccord-error.ts';

/** The matching numbers of each field of a plain cron expression. */
export interface CronFields {
  readonly seconds: readonly number[];
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly months: readonly number[];
  readonly days: DayRules;
}

/**
 * Rules for days. If an expression limits both the day of the month and the day of the week, cron
 * matches days that satisfy either.
 */
export interface DayRules {
  /** Absent if every day of the month matches. */
  readonly ofMonth?: readonly number[];
  /** 0 is Sunday. Absent if every day of the week matches. */
  readonly ofWeek?: readonly number[];
}

interface FieldKind {
  readonly first: number;
  readonly last: number;
  readonly names?: readonly string[];
}

const NICKNAMES: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

const MONTH_NAMES = ['', ...'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ')];

const SECOND: FieldKind = { first: 0, last: 59 };
const MINUTE: FieldKind = { first: 0, last: 59 };
const HOUR: FieldKind = { first: 0, last: 23 };
const DAY: FieldKind = { first: 1, last: 31 };
const MONTH: FieldKind = { first: 1, last: 12, names: MONTH_NAMES };
const WEEKDAY: FieldKind = {
  first: 0,
  last: 7,
  names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'],
};

/**
 * Returns the fields of an expression that {@link Timetable} accepts, if all of them are plain:
 * numbers, names, ranges, steps and lists.
 * @param target the target scheduler, for the message.
 * @throws RaccordError SCHEDULE_UNSUPPORTED for croner's extensions (`L`, `W`, `#`, `+`).
 */
export function readFields(expression: string, target: string): CronFields {
  const text = expression.trim();
  const parts = (NICKNAMES[text.toLowerCase()] ?? text).split(/\s+/u);
  const [second = '', minute = '', hour = '', day = '', month = '', weekday = ''] =
    parts.length === 5 ? ['0', ...parts] : parts;
  const read = (part: string, kind: FieldKind): number[] => {
    const values = part.split(',').map((item) => readItem(item, kind));
    if (values.some((numbers) => numbers === undefined)) {
      throw new RaccordError('SCHEDULE_UNSUPPORTED', { expression, part, target });
    }
    return unique(values.flatMap((numbers) => numbers ?? []));
  };
  return {
    seconds: read(second, SECOND),
    minutes: read(minute, MINUTE),
    hours: read(hour, HOUR),
    months: read(month, MONTH),
    days: {
      ofMonth: isStar(day) ? undefined : read(day, DAY),
      // 7 is Sunday too.
      ofWeek: isStar(weekday) ? undefined : unique(read(weekday, WEEKDAY).map((at) => at % 7)),
    },
  };
}

function isStar(part: string): boolean {
  return part === '*' || part === '?';
}

/** Returns the numbers of `*`, `5`, `MON`, `1-5`, each also with `/2`; otherwise `undefined`. */
function readItem(item: string, kind: FieldKind): number[] | undefined {
  const match = /^(?:([*?])|(\w+)(?:-(\w+))?)(?:\/(\d+))?$/u.exec(item);
  if (match === null) return undefined;
  const [, star, from, to, step = '1'] = match;
  // `*` counts Sunday once, as 0 and not also as 7.
  const starLast = kind === WEEKDAY ? 6 : kind.last;
  const first = star === undefined ? numberOf(from, kind) : kind.first;
  const last = star === undefined ? numberOf(to ?? from, kind, to !== undefined) : starLast;
  if (first === undefined || last === undefined) return undefined;
  const numbers = [];
  for (let number = first; number <= last; number += Number(step)) numbers.push(number);
  return numbers;
}

function numberOf(
  text: string | undefined,
  { first, last, names = [] }: FieldKind,
  endsRange = false,
): number | undefined {
  if (text === undefined || text === '') return undefined;
  const named = names.indexOf(text.toUpperCase());
  if (named >= first) return named === 0 && endsRange ? 7 : named;
  const number = /^\d+$/u.test(text) ? Number(text) : NaN;
  return number >= first && number <= last ? number : undefined;
}

function unique(numbers: readonly number[]): number[] {
  return [...new Set(numbers)].sort((one, other) => one - other);
}

/**
 * Returns numbers in scheduler notation, `*` if all match: `1,3`, and with runs of three or more as
 * `1..5` or `1-5`.
 * @param dash the sign between the ends of a run.
 */
export function numberList(
  numbers: readonly number[],
  { first, last }: { readonly first: number; readonly last: number },
  dash: '..' | '-',
  write: (number: number) => string = String,
): string {
  if (numbers.length === last - first + 1) return '*';
  const runs: [number, number][] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run !== undefined && run[1] === number - 1) run[1] = number;
    else runs.push([number, number]);
  }
  return runs
    .map(([from, to]) => {
      if (from === to) return write(from);
      return `${write(from)}${to - from > 1 ? dash : ','}${write(to)}`;
    })
    .join(',');
}
