import fc from 'fast-check';
import { expect, test } from '@playwright/test';
import { isInside, millisecondsUntilOpen, parseWindow } from '../../src/schedule/window.ts';

const PARIS = 'Europe/Paris';
const HOUR = 3_600_000;

const at = (iso: string): Date => new Date(iso);

test.describe('a window across midnight', () => {
  const window = parseWindow('20:00-06:00');

  test('is open from its first minute to the one before its last', () => {
    // Paris is one hour ahead of UTC in winter.
    expect(isInside(window, at('2026-11-23T18:59:59Z'), PARIS)).toBe(false);
    expect(isInside(window, at('2026-11-23T19:00:00Z'), PARIS)).toBe(true);
    expect(isInside(window, at('2026-11-24T00:30:00Z'), PARIS)).toBe(true);
    expect(isInside(window, at('2026-11-24T04:59:59Z'), PARIS)).toBe(true);
    expect(isInside(window, at('2026-11-24T05:00:00Z'), PARIS)).toBe(false);
  });

  test('says how long until it opens', () => {
    expect(millisecondsUntilOpen(window, at('2026-11-23T18:59:59.400Z'), PARIS)).toBe(600);
    expect(millisecondsUntilOpen(window, at('2026-11-23T06:00:00Z'), PARIS)).toBe(13 * HOUR);
    expect(millisecondsUntilOpen(window, at('2026-11-23T19:00:00Z'), PARIS)).toBe(0);
  });

  test('is meant in its time zone', () => {
    expect(isInside(window, at('2026-11-23T19:00:00Z'), 'UTC')).toBe(false);
    expect(isInside(window, at('2026-11-23T19:00:00Z'), 'Indian/Reunion')).toBe(true);
  });
});

test('a window within one day, and one until midnight', () => {
  const noon = parseWindow('12:00-13:30');
  expect(isInside(noon, at('2026-11-23T11:00:00Z'), PARIS)).toBe(true);
  expect(isInside(noon, at('2026-11-23T12:30:00Z'), PARIS)).toBe(false);
  const evening = parseWindow(' 18:00 - 24:00 ');
  expect(evening.text).toBe('18:00-24:00');
  expect(isInside(evening, at('2026-11-23T22:59:00Z'), PARIS)).toBe(true);
  expect(isInside(evening, at('2026-11-23T23:00:00Z'), PARIS)).toBe(false);
});

test('the night that has no 2:30 and the one that has two', () => {
  const window = parseWindow('02:30-05:00');
  // 29 March 2026: 2:00 is 3:00 at once, so the window opens with 3:00.
  const spring = at('2026-03-29T00:30:00Z');
  expect(millisecondsUntilOpen(window, spring, PARIS)).toBe(HOUR / 2);
  // 25 October 2026: 2:59 is followed by 2:00. What the clock shows is what counts.
  expect(isInside(window, at('2026-10-25T00:45:00Z'), PARIS)).toBe(true);
  expect(isInside(window, at('2026-10-25T01:15:00Z'), PARIS)).toBe(false);
  expect(millisecondsUntilOpen(window, at('2026-10-25T01:15:00Z'), PARIS)).toBe(HOUR / 4);
  // One that lies in the lost hour opens the next day.
  const lost = parseWindow('02:10-02:50');
  expect(millisecondsUntilOpen(lost, spring, PARIS)).toBe(23 * HOUR + (2 * HOUR) / 3);
});

for (const text of [
  '',
  '20:00',
  '20-6',
  '20:00-20:00',
  '24:00-06:00',
  '20:60-06:00',
  '00:00-24:00',
]) {
  test(`"${text}" is no window`, () => {
    expect(() => parseWindow(text)).toThrow('WINDOW_INVALID');
  });
}

test('a window opens exactly when it is said to, whatever the day and the zone', () => {
  const minute = fc.integer({ min: 0, max: 1439 });
  const written = (minutes: number): string =>
    `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  fc.assert(
    fc.property(
      minute,
      minute,
      fc.date({ min: at('2026-01-01'), max: at('2027-01-01'), noInvalidDate: true }),
      fc.constantFrom(PARIS, 'UTC', 'Australia/Lord_Howe', 'Asia/Kathmandu'),
      (opens, closes, date, zone) => {
        fc.pre(opens !== closes);
        const window = parseWindow(`${written(opens)}-${written(closes)}`);
        const wait = millisecondsUntilOpen(window, date, zone);
        expect(isInside(window, new Date(date.getTime() + wait), zone)).toBe(true);
        if (wait > 0) {
          expect(isInside(window, new Date(date.getTime() + wait - 1), zone)).toBe(false);
        }
      },
    ),
    { numRuns: 60 },
  );
});
