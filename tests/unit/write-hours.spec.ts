import { expect, test } from '@playwright/test';
import { waitUntilInWindow } from '../../src/cli/options/pace-options.ts';
import type { Clock } from '../../src/domain/clock.ts';
import { parseWindow } from '../../src/schedule/window.ts';

/** A hold at a moment in Paris, with the waits that it asked for and what it announced. */
function holdAt(
  time: string,
  asleep: (milliseconds: number) => number = (milliseconds) => milliseconds,
) {
  let now = Date.parse(`2026-11-23T${time}:00+01:00`);
  const waits: number[] = [];
  const announced: string[] = [];
  const controller = new AbortController();
  const clock: Clock = {
    now: () => new Date(now),
    elapsed: () => now,
    sleep: (milliseconds) => {
      waits.push(milliseconds);
      now += asleep(milliseconds);
      return Promise.resolve();
    },
  };
  const options = { timezone: 'Europe/Paris', clock, signal: controller.signal };
  const waitForWindow = waitUntilInWindow(parseWindow('20:00-06:00'), {
    ...options,
    announce: (until) => {
      announced.push(until);
    },
  });
  return { waitForWindow, waits, announced, controller };
}

test('inside the hours nothing waits', async () => {
  const { waitForWindow, waits, announced } = holdAt('23:30');
  await waitForWindow();
  expect({ waits, announced }).toEqual({ waits: [], announced: [] });
});

test('outside them the time is looked at every half minute until they begin', async () => {
  const { waitForWindow, waits, announced } = holdAt('19:58');
  await waitForWindow();
  expect(waits).toEqual([30_000, 30_000, 30_000, 30_000]);
  expect(announced).toEqual(['2026-11-23 20:00:00 (Europe/Paris)']);
});

test('a machine that slept through the beginning goes on at once', async () => {
  const { waitForWindow, waits } = holdAt('12:00', () => 9 * 3_600_000);
  await waitForWindow();
  expect(waits).toEqual([30_000]);
});

test('several that wait side by side are announced once', async () => {
  const { waitForWindow, announced } = holdAt('19:59');
  await Promise.all([waitForWindow(), waitForWindow(), waitForWindow()]);
  expect(announced).toHaveLength(1);
});

test('an interruption ends the wait', async () => {
  const { waitForWindow, waits, controller } = holdAt('12:00', (milliseconds) => {
    controller.abort();
    return milliseconds;
  });
  await waitForWindow();
  expect(waits).toHaveLength(1);
});

test('without hours nothing ever waits', async () => {
  const announce = (): never => {
    throw new Error('announced');
  };
  const { signal } = new AbortController();
  const clock: Clock = { now: () => new Date(), elapsed: () => 0, sleep: announce };
  await waitUntilInWindow(undefined, { timezone: 'Europe/Paris', clock, signal, announce })();
});
