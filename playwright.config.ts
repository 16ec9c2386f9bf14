import { availableParallelism } from 'node:os';
import { defineConfig } from '@playwright/test';
import { browserLaunchOptions } from './fixtures/playwright/browser-options.ts';
import type { NoiseOption } from './fixtures/playwright/piste-noise.ts';
import { LEDGER_SPECS, specsOf } from './tests/projects.ts';
import type { LedgerOption } from './tests/unit/ledger-fixtures.ts';

const onCi = process.env['CI'] !== undefined;

/** What `npm test` leaves to `npm run whole`: tests that differ little from others. */
const WHOLE = /@whole/u;

/** Tests of the very requests that the official API gets, or of its very last answer. */
const EXACT = /@exact/u;

export default defineConfig<NoiseOption & LedgerOption>({
  testDir: 'tests',
  outputDir: 'test-results',
  fullyParallel: true,
  // More than there are cores: half of a test's time is waiting, for a page or for a process.
  workers: Math.min(8, Math.ceil(1.5 * availableParallelism())),
  forbidOnly: onCi,
  // Browsers on a busy machine: a failure must happen twice to count, and is shown all the same.
  retries: onCi ? 1 : 0,
  timeout: 120_000,
  // Under the limit of `.ci/run`, so that a run that is too slow still says what failed.
  globalTimeout: onCi ? 58 * 60_000 : 0,
  projects: [
    { name: 'unit', testMatch: specsOf('unit'), grepInvert: WHOLE },
    { name: 'browser', testMatch: specsOf('browser'), grepInvert: WHOLE },
    { name: 'process', testMatch: specsOf('process'), grepInvert: WHOLE },
    // The ledger in a database that several machines share; PostgreSQL is started for it.
    {
      name: 'postgres',
      testMatch: [...specsOf('postgres'), ...LEDGER_SPECS],
      grepInvert: WHOLE,
      use: { ledgerIn: 'postgres' },
    },
    // What `verify` and `renew` ask, through an API that refuses good requests as PISTE does.
    {
      name: 'noise',
      testMatch: [
        ...['attachments', 'probe', 'prove', 'prove-renewal'].map(
          (name) => `tests/api/${name}.spec.ts`,
        ),
        ...['verify', 'verify-after'].map((name) => `tests/cli/${name}.spec.ts`),
      ],
      grepInvert: [WHOLE, EXACT],
      use: { noise: { seed: 4, perSecond: 2, every: 5 } },
    },
    {
      name: 'whole',
      testIgnore: [
        'tests/soak/**',
        'tests/matrix/**',
        'tests/workers/**',
        'tests/flows/skins.spec.ts',
        'tests/flows/single-changes.spec.ts',
      ],
      grep: WHOLE,
      retries: 1,
    },
    { name: 'faults', testMatch: 'tests/matrix/*.spec.ts', retries: 1 },
    // A worker struck at each durable write: it mostly waits for leases to end.
    { name: 'workers', testMatch: 'tests/workers/*.spec.ts', retries: 0 },
    { name: 'skins', testMatch: 'tests/flows/skins.spec.ts', retries: 1 },
    {
      name: 'renderings',
      testMatch: ['tests/pages/renderings.spec.ts', 'tests/flows/drawn-portals.spec.ts'],
      retries: 0,
    },
    // Each single change to a page; `npm run changes` writes what raccord did about it.
    { name: 'changes', testMatch: 'tests/flows/single-changes.spec.ts' },
    { name: 'chaos', testMatch: 'tests/chaos/chaos.run.ts', timeout: 0, retries: 0 },
    // Hours on a small machine: `npm run soak` shows what they print.
    { name: 'soak', testMatch: 'tests/soak/**', timeout: 6 * 60 * 60_000, retries: 0 },
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
