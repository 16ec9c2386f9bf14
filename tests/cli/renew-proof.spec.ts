import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { StandInPiste } from '../../fixtures/piste/options.ts';
import { startPisteApi } from '../../fixtures/piste/server.ts';
import { spedUp, type NoiseOption } from '../../fixtures/playwright/piste-noise.ts';
import {
  environmentFor,
  startHooked,
  type Finished,
  pisteEnvironmentFor,
} from '../../fixtures/playwright/raccord-process.ts';
import { expect, test as base } from '../../fixtures/playwright/command.ts';
import { raccordHere } from '../../fixtures/playwright/raccord-here.ts';

const SIRET = '73282932000074';
const MINUTE_MS = 60_000;

/** What the clocks of the portal, the API and raccord are before the real one, in milliseconds. */
const clock = { aheadMs: 0 };

interface Place extends NoiseOption {
  readonly piste: StandInPiste;
  /** Runs the command with the clock that is ahead, the API being configured. */
  readonly later: (args: readonly string[]) => Promise<Finished>;
}

const test = base.extend<Place>({
  noise: [null, { option: true }],
  piste: async ({ portal, noise }, use) => {
    const piste = await startPisteApi({
      truth: () => portal.truth(),
      now: () => new Date(Date.now() + clock.aheadMs),
      ...spedUp(noise),
    });
    await use(piste);
    await piste.close();
  },
  later: async ({ portal, piste, folder, home }, use) => {
    await use((args) => {
      const environment = { ...environmentFor(portal, home), ...pisteEnvironmentFor(piste) };
      if (clock.aheadMs === 0) return raccordHere(args, { environment, folder });
      const wrong = { ...environment, RACCORD_CLOCK_WRONG_BY: String(clock.aheadMs) };
      return startHooked('clock-hook', args, { environment: wrong, folder }).finished;
    });
  },
});

const RENEWALS = z.object({ renewals: z.array(z.looseObject({ outcome: z.string() })) });

/** All that a list of days shows of an account is what it showed before: it was made today. */
const RENEW = ['renew', '--siret', SIRET, '--within', '500d', '--json', '--min-interval', '0'];

function outcomeOf({ stdout, stderr }: Finished): string | undefined {
  expect(stdout, stderr).not.toBe('');
  return RENEWALS.parse(JSON.parse(stdout)).renewals[0]?.outcome;
}

test.describe.configure({ timeout: 600_000 });
test.use({
  portalOptions: {
    otherConnections: [{ siret: SIRET, applicationName: 'Pldiffusion1' }],
    existingAccounts: [{ siret: SIRET }],
    now: () => new Date(Date.now() + clock.aheadMs),
  },
});

// The account is raccord's own.
test.beforeEach(({ enrolledHome }) => {
  expect(enrolledHome).not.toBe('');
});

test.afterEach(() => {
  clock.aheadMs = 0;
});

async function shownPassword(later: Place['later']): Promise<string> {
  const shown = await later(['credentials', 'show', '--siret', SIRET, '--json']);
  return z.object({ password: z.string() }).parse(JSON.parse(shown.stdout)).password;
}

test('a reset whose answer was lost, and that no list shows, is settled by its password that works', async ({
  portal,
  piste,
  later,
}) => {
  portal.fail({ at: 'reset-password', how: 'reset-after' });
  const renewed = await later(RENEW);
  expect(renewed.exitCode, renewed.stderr).toBe(0);
  expect(outcomeOf(renewed)).toBe('renewed');
  expect(piste.requests().length).toBeGreaterThan(0);
  const [account] = portal.truth().accounts;
  expect(await shownPassword(later)).toBe(account?.password);
  expect(renewed.stdout + renewed.stderr).not.toContain(account?.password);
});

test('one that never reached the portal is settled by the old password that works, and made anew @whole', async ({
  portal,
  piste,
  later,
}) => {
  const [made] = portal.truth().accounts;
  portal.fail({ at: 'reset-password', how: 'reset-before' });
  // The new password is refused, and may be too young: that proves nothing.
  const doubted = await later(RENEW);
  expect(doubted.exitCode, doubted.stderr).toBe(1);
  expect(outcomeOf(doubted)).toBe('doubtful');
  expect(await shownPassword(later)).toBe(made?.password);

  portal.clearFaults();
  clock.aheadMs = 50 * MINUTE_MS;
  piste.fail({ at: 'platform', how: 'error' });
  const still = await later(RENEW);
  expect(outcomeOf(still)).toBe('doubtful');

  piste.clearFaults();
  const writes = portal.truth().writes;
  const renewed = await later(RENEW);
  expect(renewed.exitCode, renewed.stderr).toBe(0);
  expect(outcomeOf(renewed)).toBe('renewed');
  expect(portal.truth().writes).toBe(writes + 1);
  const [account] = portal.truth().accounts;
  expect(account?.password).not.toBe(made?.password);
  expect(await shownPassword(later)).toBe(account?.password);
});

test(
  'without the private key nothing is proven, and a doubt stays one',
  { tag: '@whole' },
  async ({ portal, piste, later, home }) => {
    await rm(join(home, 'identity.age-key'));
    portal.fail({ at: 'reset-password', how: 'reset-after' });
    const doubted = await later(RENEW);
    expect(outcomeOf(doubted)).toBe('doubtful');
    expect(piste.requests()).toEqual([]);
  },
);
