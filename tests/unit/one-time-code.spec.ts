import { expect, test } from '@playwright/test';
import { nextOneTimeCode } from '../../flows/one-time-code.ts';
import type { Clock } from '../../src/domain/clock.ts';
import { Secret } from '../../src/secrets/secret.ts';

const PERIOD_MS = 30_000;
const SECRET = new Secret('JBSWY3DPEHPK3PXP');

/** A clock that moves only when somebody sleeps, some way into a period. */
function clockIn(
  period: number,
  into: number,
  wakesEarlyBy = 0,
): Clock & { readonly pauses: number[] } {
  let now = period * PERIOD_MS + into;
  const pauses: number[] = [];
  return {
    pauses,
    now: () => new Date(now),
    elapsed: () => now,
    sleep: (milliseconds) => {
      pauses.push(milliseconds);
      now += milliseconds - wakesEarlyBy;
      return Promise.resolve();
    },
  };
}

for (const [when, last, into, pauses, counter] of [
  ['a period whose code was not used', 99, 5_000, [], 100],
  ['a period whose code was used', 100, 5_000, [25_000], 101],
  ['a period that is about to end', undefined, 28_000, [2_000], 101],
  // The clock was set back by an hour since.
  ['a time whose codes were used an hour ahead', 220, 5_000, [25_000], 101],
] as const) {
  test(`in ${when} the next code is waited for one period at most`, async () => {
    const clock = clockIn(100, into);
    const next = await nextOneTimeCode(SECRET, clock, last);
    expect(next.counter).toBe(counter);
    expect(next.code.reveal()).toMatch(/^\d{6}$/u);
    expect(clock.pauses).toEqual(pauses);
  });
}

test('a timer that fires a millisecond early gives no code a second time', async () => {
  const used = await nextOneTimeCode(SECRET, clockIn(100, 0), undefined);
  const next = await nextOneTimeCode(SECRET, clockIn(100, 5_000, 1), used.counter);
  expect(next.counter).toBe(101);
  expect(next.code.reveal()).not.toBe(used.code.reveal());
});
