import { readFields, numberList, type CronFields, type DayRules } from './cron-fields.ts';

const WEEKDAYS = ['', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/**
 * Returns a cron expression as values of `OnCalendar=`: two of them if both days of the month and
 * of the week are limited, since systemd requires both limits and cron either.
 * @throws RaccordError SCHEDULE_UNSUPPORTED
 */
export function systemdCalendars(expression: string, timezone: string): string[] {
  const fields = readFields(expression, 'systemd');
  const { ofMonth, ofWeek } = fields.days;
  const rules: readonly DayRules[] =
    ofMonth !== undefined && ofWeek !== undefined ? [{ ofMonth }, { ofWeek }] : [fields.days];
  return rules.map((days) => calendar({ ...fields, days }, timezone));
}

function calendar({ seconds, minutes, hours, months, days }: CronFields, timezone: string): string {
  const { ofMonth, ofWeek } = days;
  const time = [
    numberList(hours, { first: 0, last: 23 }, '..', twoDigits),
    numberList(minutes, { first: 0, last: 59 }, '..', twoDigits),
    numberList(seconds, { first: 0, last: 59 }, '..', twoDigits),
  ];
  const date = [
    '*',
    numberList(months, { first: 1, last: 12 }, '..', twoDigits),
    ofMonth === undefined ? '*' : numberList(ofMonth, { first: 1, last: 31 }, '..', twoDigits),
  ];
  return [
    ...(ofWeek === undefined ? [] : [weekdays(ofWeek)]),
    date.join('-'),
    time.join(':'),
    timezone,
  ]
    .filter((part) => part !== '*')
    .join(' ');
}

/** systemd's week begins on Monday. */
function weekdays(ofWeek: readonly number[]): string {
  const fromMonday = ofWeek.map((day) => (day === 0 ? 7 : day)).sort((one, other) => one - other);
  return numberList(fromMonday, { first: 1, last: 7 }, '..', (day) => WEEKDAYS[day] ?? '');
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
