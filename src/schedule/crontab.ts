import { readFields } from './cron-fields.ts';
import { numberList } from './number-list.ts';
import { RaccordError } from '../errors/errors.ts';
import type { UnitFacts } from './units.ts';

/**
 * Lines for a crontab. Times are written as plain numbers, because crons differ in what a step or a
 * name in a list means.
 * @throws RaccordError SCHEDULE_UNSUPPORTED
 */
export function crontab(facts: UnitFacts): string {
  const { expressions, timezone, texts } = facts;
  const command = escaped(commandLine(facts));
  return [
    ...texts.crontab(timezone).map((line) => `# ${line}`),
    `CRON_TZ=${timezone}`,
    ...expressions.map((expression) => `${crontabFields(expression)} ${command}`),
  ].join('\n');
}

function crontabFields(expression: string): string {
  const { seconds, minutes, hours, months, days } = readFields(expression, 'cron');
  if (seconds.length !== 1 || seconds[0] !== 0) {
    const [part = ''] = expression.trim().split(/\s+/u);
    throw new RaccordError('SCHEDULE_UNSUPPORTED', { expression, part, target: 'cron' });
  }
  const { ofMonth, ofWeek } = days;
  return [
    numberList(minutes, { first: 0, last: 59 }, '-'),
    numberList(hours, { first: 0, last: 23 }, '-'),
    ofMonth === undefined ? '*' : written(ofMonth, { first: 1, last: 31 }),
    numberList(months, { first: 1, last: 12 }, '-'),
    ofWeek === undefined ? '*' : written(ofWeek, { first: 0, last: 6 }),
  ].join(' ');
}

/** A limit that lets all through is still one: as `*` the other limit alone would count. */
function written(numbers: readonly number[], ends: { first: number; last: number }): string {
  const list = numberList(numbers, ends, '-');
  return list === '*' ? `${ends.first}-${ends.last}` : list;
}

function commandLine({ folder, environment, node, entry, line }: UnitFacts): string {
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${word(value)}`);
  return [`cd ${word(folder)} &&`, ...variables, ...[node, entry, ...line].map(word)].join(' ');
}

/** A word of a shell's line. */
function word(text: string): string {
  return /^[\w@%+=:,./-]+$/u.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Cron ends the command at a `%` and gives it the rest as its input. */
function escaped(command: string): string {
  return command.replaceAll('%', '\\%');
}
