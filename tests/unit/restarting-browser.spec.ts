import { expect, test } from '@playwright/test';
import { RestartingBrowser, type LaunchOptions } from '../../src/browser/launch.ts';
import type { StartedBrowser } from '../../src/browser/launch.ts';
import { RaccordError } from '../../src/errors/raccord-error.ts';

const OPTIONS = {} as LaunchOptions;

interface Started {
  isConnected: boolean;
  closed: number;
}

/** A start that fails while it is told to, and the browsers that it started. */
function machine(): { start: () => Promise<StartedBrowser>; started: Started[]; fails: boolean } {
  const started: Started[] = [];
  const here = {
    started,
    fails: false,
    start: (): Promise<StartedBrowser> => {
      const reason = 'fork: Cannot allocate memory';
      if (here.fails) {
        return Promise.reject(new RaccordError('BROWSER_NOT_STARTED', { browser: 'x', reason }));
      }
      const one: Started = { isConnected: true, closed: 0 };
      started.push(one);
      return Promise.resolve({
        browser: { isConnected: () => one.isConnected },
        kill: () => (one.isConnected = false),
        close: () => Promise.resolve(void (one.closed += 1)),
      } as unknown as StartedBrowser);
    },
  };
  return here;
}

test('a browser that did not start again is started by the next who needs it', async () => {
  const here = machine();
  const browser = new RestartingBrowser(OPTIONS, here.start);
  const first = await browser.current();
  expect(await browser.current()).toBe(first);
  await browser.kill();
  here.fails = true;
  const both = await Promise.allSettled([browser.current(), browser.current()]);
  expect(both).toMatchObject([
    { reason: { code: 'BROWSER_LOST', details: { how: 'ended' } } },
    { reason: { code: 'BROWSER_LOST' } },
  ]);
  here.fails = false;
  await browser.current();
  expect(here.started).toHaveLength(2);
  await browser.close();
  expect(here.started[1]?.closed).toBe(1);
});

test('one that never started ends with why, and there is nothing to close', async () => {
  const here = machine();
  here.fails = true;
  const browser = new RestartingBrowser(OPTIONS, here.start);
  const ends = browser.current();
  const closes = Promise.all([browser.close(), browser.kill()]);
  await expect(ends).rejects.toMatchObject({ code: 'BROWSER_NOT_STARTED' });
  await closes;
  await browser.close();
});
