import { expect, test } from '@playwright/test';
import { systemClock, type Clock } from '../../src/domain/clock.ts';
import { WriteThrottle } from '../../src/robot/write-throttle.ts';

const GOING_ON = new AbortController().signal;

/** A clock that moves only when somebody sleeps. */
function sleepingClock(): Clock & { readonly pauses: number[] } {
  let now = 0;
  const pauses: number[] = [];
  return {
    pauses,
    now: () => new Date(now),
    elapsed: () => now,
    sleep: (milliseconds) => {
      pauses.push(milliseconds);
      now += milliseconds;
      return Promise.resolve();
    },
  };
}

test('writes go one at a time, in the order in which they were asked for', async () => {
  const gate = new WriteThrottle(sleepingClock(), 0, GOING_ON);
  const log: string[] = [];
  const write = (name: string) => async (): Promise<void> => {
    log.push(`begin ${name}`);
    await Promise.resolve();
    log.push(`end ${name}`);
  };
  await Promise.all(['a', 'b', 'c'].map((name) => gate.exclusively(write(name))));
  expect(log).toEqual(['begin a', 'end a', 'begin b', 'end b', 'begin c', 'end c']);
});

test('between the end of one write and the beginning of the next lies the least interval', async () => {
  const clock = sleepingClock();
  const gate = new WriteThrottle(clock, 2_000, GOING_ON);
  await gate.exclusively(() => Promise.resolve());
  await clock.sleep(500);
  await gate.exclusively(() => Promise.resolve());
  expect(clock.pauses).toEqual([500, 1_500]);
});

test('an interruption ends the interval, and the write is asked at once', async () => {
  const stop = new AbortController();
  const gate = new WriteThrottle(systemClock, 3_600_000, stop.signal);
  await gate.exclusively(() => Promise.resolve());
  const next = gate.exclusively(() => Promise.reject(new Error('interrupted')));
  stop.abort();
  await expect(next).rejects.toThrow('interrupted');
});

test('a write that fails stops none of those behind it', async () => {
  const gate = new WriteThrottle(sleepingClock(), 0, GOING_ON);
  const failing = gate.exclusively(() => Promise.reject(new Error('refused')));
  const next = gate.exclusively(() => Promise.resolve('done'));
  await expect(failing).rejects.toThrow('refused');
  await expect(next).resolves.toBe('done');
});
