import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import { endProcess } from '../../src/cli/end-process.ts';

test('a process with something left open ends by itself, once all that it printed is written', async () => {
  const stdout = { writableLength: 3 };
  let hasEnded = false;
  const exit = (): void => {
    hasEnded = true;
  };
  endProcess({ stdout, stderr: { writableLength: 0 }, exit }, 1);
  await pause(30);
  expect(hasEnded).toBe(false);
  stdout.writableLength = 0;
  await expect.poll(() => hasEnded).toBe(true);
});
