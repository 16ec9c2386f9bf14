import { readFields, type CronFields, type DayRules } from './cron-fields.ts';
import { RaccordError } from '../errors/raccord-error.ts';
import type { UnitFacts } from './units.ts';
import { wallClock } from './wall-clock.ts';

/** Maximum number of triggers of one task in the Task Scheduler. */
const MAX_TRIGGERS = 48;

const MONTHS = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

const ANY_DAY = Array.from({ length: 31 }, (_, index) => index + 1);

/**
 * Returns a task for the Windows Task Scheduler. It declares no encoding and is plain ASCII, so
 * that it is valid as UTF-8 and also as the UTF-16 that PowerShell's `>` makes of it.
 * @throws RaccordError SCHEDULE_UNSUPPORTED
 */
export function taskXml(facts: UnitFacts): string {
  const { texts, timezone, node, entry, line, folder, environment } = facts;
  // A task cannot set environment variables.
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  const document = element('Task', NAMESPACE, [
    element('RegistrationInfo', '', [leaf('Description', texts.task(timezone, variables))]),
    element('Triggers', '', allTriggers(facts)),
    element('Principals', '', [
      element('Principal', ' id="Author"', [
        // Runs whether or not the user is signed in, without a stored Windows password.
        leaf('LogonType', 'S4U'),
        leaf('RunLevel', 'LeastPrivilege'),
      ]),
    ]),
    element('Settings', '', SETTINGS),
    element('Actions', ' Context="Author"', [
      element('Exec', '', [
        leaf('Command', node),
        leaf('Arguments', [entry, ...line].map(windowsWord).join(' ')),
        leaf('WorkingDirectory', folder),
      ]),
    ]),
  ]);
  return ['<?xml version="1.0"?>', ...document].join('\n');
}

const NAMESPACE = ' version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task"';

const SETTINGS = [
  leaf('MultipleInstancesPolicy', 'IgnoreNew'),
  leaf('DisallowStartIfOnBatteries', 'false'),
  leaf('StopIfGoingOnBatteries', 'false'),
  leaf('StartWhenAvailable', 'true'),
  leaf('RunOnlyIfNetworkAvailable', 'true'),
  leaf('WakeToRun', 'true'),
  // No limit: Windows would end a long task in the middle of a step.
  leaf('ExecutionTimeLimit', 'PT0S'),
];

function allTriggers(facts: UnitFacts): string[][] {
  const { expressions } = facts;
  const all = expressions.flatMap((expression) => triggers(expression, facts));
  if (all.length <= MAX_TRIGGERS) return all;
  const expression = expressions.join(' | ');
  const part = `${all.length} > ${MAX_TRIGGERS}`;
  throw new RaccordError('SCHEDULE_UNSUPPORTED', { expression, part, target: 'task-scheduler' });
}

/** Returns one trigger for each time of day, and for each of the two day limits that cron ORs. */
function triggers(expression: string, { now, timezone }: UnitFacts): string[][] {
  const fields = readFields(expression, 'task-scheduler');
  const { ofMonth, ofWeek } = fields.days;
  const rules: readonly DayRules[] =
    ofMonth !== undefined && ofWeek !== undefined ? [{ ofMonth }, { ofWeek }] : [fields.days];
  const times = timesOfDay(fields);
  const { date, time: clock } = wallClock(now, timezone);
  return times.flatMap((time) => {
    // A start time in the past could count as a missed run.
    const from = time > clock ? date : dayAfter(date);
    return rules.map((days) => trigger(`${from}T${time}`, { ...fields, days }));
  });
}

function timesOfDay({ hours, minutes, seconds }: CronFields): string[] {
  const written = (numbers: readonly number[]): string[] =>
    numbers.map((number) => String(number).padStart(2, '0'));
  return written(hours).flatMap((hour) =>
    written(minutes).flatMap((minute) =>
      written(seconds).map((second) => `${hour}:${minute}:${second}`),
    ),
  );
}

function trigger(start: string, fields: CronFields): string[] {
  return element('CalendarTrigger', '', [
    leaf('StartBoundary', start),
    leaf('Enabled', 'true'),
    leaf('RandomDelay', 'PT5M'),
    daysOf(fields),
  ]);
}

function daysOf({ months, days: { ofMonth, ofWeek } }: CronFields): string[] {
  const everyMonth = months.length === MONTHS.length;
  const inMonths = element(
    'Months',
    '',
    months.map((month) => empty(MONTHS[month - 1] ?? '')),
  );
  if (ofWeek !== undefined) {
    const names = ofWeek.map((day) => empty(WEEKDAYS[day] ?? ''));
    const days = element('DaysOfWeek', '', names);
    if (everyMonth) return element('ScheduleByWeek', '', [leaf('WeeksInterval', '1'), days]);
    const weeks = ['1', '2', '3', '4', 'Last'].map((week) => leaf('Week', week));
    return element('ScheduleByMonthDayOfWeek', '', [element('Weeks', '', weeks), days, inMonths]);
  }
  if (ofMonth === undefined && everyMonth) {
    return element('ScheduleByDay', '', [leaf('DaysInterval', '1')]);
  }
  const days = (ofMonth ?? ANY_DAY).map((day) => leaf('Day', String(day)));
  return element('ScheduleByMonth', '', [element('DaysOfMonth', '', days), inMonths]);
}

function dayAfter(date: string): string {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + 1);
  return day.toISOString().slice(0, 10);
}

function element(name: string, attributes: string, children: readonly string[][]): string[] {
  const inner = children.flat().map((line) => `  ${line}`);
  return [`<${name}${attributes}>`, ...inner, `</${name}>`];
}

function leaf(name: string, text: string): string[] {
  return [`<${name}>${escaped(text)}</${name}>`];
}

function empty(name: string): string[] {
  return [`<${name} />`];
}

/** Escapes markup and non-ASCII characters as references. */
function escaped(text: string): string {
  return text.replace(/[^ -~]|[&<>"]/gu, (sign) => `&#${sign.codePointAt(0) ?? 0};`);
}

/** Quotes a word for the command line parsing of Windows programs. */
function windowsWord(text: string): string {
  if (/^[^\s"]+$/u.test(text)) return text;
  // Backslashes are special only before a quotation mark, including the closing one.
  const inner = text.replace(/(\\*)"/gu, '$1$1\\"').replace(/\\+$/u, '$&$&');
  return `"${inner}"`;
}
