import { readFields, numberList } from './cron-fields.ts';
import { RaccordError } from '../errors/raccord-error.ts';
import type { UnitFacts } from './units.ts';

/** Longest command that Debian's cron takes, in bytes: it refuses a crontab with a longer one. */
const LONGEST_COMMAND = 998;

/**
 * Returns the lines for a crontab. Times are plain numbers, because crons differ in the meaning of
 * steps, and of names in lists.
 * @throws RaccordError SCHEDULE_UNSUPPORTED; SCHEDULE_INVALID if cron would refuse the command.
 */
export function crontab(facts: UnitFacts): string {
  const { expressions, timezone, texts } = facts;
  const command = escaped(commandLine(facts));
  if (Buffer.byteLength(command) > LONGEST_COMMAND) {
    const reason = { key: 'cron-too-long', most: LONGEST_COMMAND } as const;
    throw new RaccordError('SCHEDULE_INVALID', { problems: [{ place: '--print cron', reason }] });
  }
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

/** Writes a field. A limit that matches all is kept: with `*` only the other limit would count. */
function written(numbers: readonly number[], ends: { first: number; last: number }): string {
  const list = numberList(numbers, ends, '-');
  return list === '*' ? `${ends.first}-${ends.last}` : list;
}

function commandLine({ folder, environment, node, entry, line }: UnitFacts): string {
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${word(value)}`);
  return [`cd ${word(folder)} &&`, ...variables, ...[node, entry, ...line].map(word)].join(' ');
}

/** Quotes a word for the shell. */
function word(text: string): string {
  return /^[\w@%+=:,./-]+$/u.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Escapes `%`, at which cron ends the command and starts its standard input. */
function escaped(command: string): string {
  return command.replaceAll('%', '\\%');
}
