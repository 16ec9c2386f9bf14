import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { defineConfig } from '@playwright/test';
import { browserLaunchOptions } from './fixtures/playwright/browser-options.ts';

const onCi = process.env['CI'] !== undefined;

/** Debian's Chromium without windows: the same engine on less CPU. Tests with a window take the whole. */
const SHELL = '/usr/bin/chromium-headless-shell';
if (existsSync(SHELL)) process.env['RACCORD_BROWSER'] ??= SHELL;

export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: Math.min(8, availableParallelism()),
  forbidOnly: onCi,
  // Browsers on a busy machine: a failure must happen twice to count, and is shown all the same.
  retries: onCi ? 1 : 0,
  timeout: 120_000,
  globalTimeout: onCi ? 78 * 60_000 : 0,
  projects: [
    // Of what differs in little, and of the matrix of faults, a part.
    { name: 'tests', testIgnore: 'soak/**', grepInvert: /@whole/u },
    {
      name: 'whole',
      testIgnore: ['soak/**', 'matrix/**', 'flows/skins.spec.ts', 'flows/single-changes.spec.ts'],
      grep: /@whole/u,
      retries: 1,
    },
    { name: 'faults', testMatch: 'matrix/*.spec.ts', retries: 1 },
    { name: 'skins', testMatch: 'flows/skins.spec.ts', retries: 1 },
    // Each single change to a page; `npm run changes` writes what raccord did about it.
    { name: 'changes', testMatch: 'flows/single-changes.spec.ts' },
    { name: 'chaos', testMatch: 'chaos/chaos.run.ts', timeout: 0, retries: 0 },
    // Hours on a small machine: `npm run soak` shows what they print.
    { name: 'soak', testMatch: 'soak/**', timeout: 6 * 60 * 60_000, retries: 0 },
  ],
  reporter: [['list'], ['./scripts/closing-line-reporter.ts']],
  use: {
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    launchOptions: browserLaunchOptions(),
    // None of these: they would keep the secrets that the tests type.
    trace: 'off',
    video: 'off',
    screenshot: 'off',
  },
});
