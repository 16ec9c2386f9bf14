import { expect, test } from '@playwright/test';
import { Timetable } from '../../src/schedule/timetable.ts';

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
