import { expect, test } from '@playwright/test';
import { textsFor } from '../../fixtures/playwright/texts-for.ts';
import { configProblemText } from '../../src/messages/config-texts.ts';
import { cronFault, Timetable } from '../../src/schedule/timetable.ts';

const PARIS = 'Europe/Paris';

function nextOf(expressions: string | string[], after: string, count: number): string[] {
  const timetable = new Timetable([expressions].flat(), PARIS);
  return timetable
    .dueBetween(new Date(after), new Date('2100-01-01'), count)
    .map((time) => time.toISOString().replace('.000Z', 'Z'));
}

test('a nightly run keeps its hour in Paris through both changeovers', () => {
  expect(nextOf('0 22 * * *', '2026-03-27T12:00:00Z', 3)).toEqual([
    '2026-03-27T21:00:00Z',
    '2026-03-28T21:00:00Z',
    '2026-03-29T20:00:00Z',
  ]);
  expect(nextOf('0 22 * * *', '2026-10-23T12:00:00Z', 3)).toEqual([
    '2026-10-23T20:00:00Z',
    '2026-10-24T20:00:00Z',
    '2026-10-25T21:00:00Z',
  ]);
});

test('a run at 2:30 comes right after the hour that is left out in March', () => {
  expect(nextOf('30 2 * * *', '2026-03-28T12:00:00Z', 2)).toEqual([
    '2026-03-29T01:00:00Z',
    '2026-03-30T00:30:00Z',
  ]);
  // The same where it is one of several.
  expect(nextOf('30 2,14 * * *', '2026-03-28T20:00:00Z', 2)).toEqual([
    '2026-03-29T01:00:00Z',
    '2026-03-29T12:30:00Z',
  ]);
});

test('a run at 2:30 comes once in the night of October that has two of them', () => {
  expect(nextOf('30 2 * * *', '2026-10-24T12:00:00Z', 2)).toEqual([
    '2026-10-25T00:30:00Z',
    '2026-10-26T01:30:00Z',
  ]);
});

test('several expressions are one timetable', () => {
  expect(nextOf(['0 22 * * 1-5', '0 9 * * 6'], '2026-11-27T20:00:00Z', 3)).toEqual([
    '2026-11-27T21:00:00Z',
    '2026-11-28T08:00:00Z',
    '2026-11-30T21:00:00Z',
  ]);
});

test('a run that is due at that very moment is not due after it', () => {
  const timetable = new Timetable(['0 22 * * *'], 'UTC');
  const moment = new Date('2026-11-23T22:00:00.400Z');
  expect(timetable.next(moment)).toEqual(new Date('2026-11-24T22:00:00Z'));
  expect(timetable.dueBetween(new Date('2026-11-23T21:59:59.900Z'), moment, 9)).toHaveLength(1);
});

for (const expression of [
  '',
  'tonight',
  '0 24 * * *',
  '* * * *',
  '0 0 0 * * * 2026',
  '2026-11-23',
]) {
  test(`"${expression}" is no cron expression`, () => {
    expect(() => new Timetable([expression], PARIS)).toThrow();
  });
}

const NOW = new Date('2026-11-27T12:00:00Z');

for (const [expression, reason] of [
  ['61 * * * *', { key: 'cron-field', field: 'minute', text: '61' }],
  ['0 25 * * *', { key: 'cron-field', field: 'hour', text: '25' }],
  ['* * 32 * *', { key: 'cron-field', field: 'day', text: '32' }],
  ['* * * JANX *', { key: 'cron-field', field: 'month', text: 'JANX' }],
  ['* * * * 8', { key: 'cron-field', field: 'weekday', text: '8' }],
  ['5-1 * * * *', { key: 'cron-field', field: 'minute', text: '5-1' }],
  ['*/0 * * * * *', { key: 'cron-field', field: 'second', text: '*/0' }],
  ['a b c d e', { key: 'cron-field', field: 'minute', text: 'a' }],
  ['* *', { key: 'cron-fields', count: 2 }],
  ['@foo', { key: 'cron-fields', count: 1 }],
  ['* * * * * * *', { key: 'cron-fields', count: 7 }],
  ['2026-12-01T22:00:00', { key: 'cron-fields', count: 1 }],
  ['0 0 31 2 *', { key: 'cron-never' }],
] as const) {
  test(`"${expression}" is refused in raccord's own words, in both languages`, () => {
    expect(cronFault(expression, PARIS, NOW)).toEqual(reason);
    const problem = { place: '--cron', reason };
    const english = configProblemText(problem, textsFor('en').config);
    const french = configProblemText(problem, textsFor('fr').config);
    expect(english).not.toBe(french);
    for (const text of [english, french]) expect(text).not.toMatch(/CronPattern|Syntax|invalid/iu);
    if (reason.key !== 'cron-never') expect(french).toContain('attendu');
  });
}

test('what cron reads is not refused', () => {
  for (const expression of ['0 22 * * 1-5', '*/30 * * * * *', '0 0 L * *', '@daily']) {
    expect(cronFault(expression, PARIS, NOW), expression).toBeUndefined();
  }
});
