import type { PisteOptions, StandInPiste } from '../../fixtures/piste/options.ts';
import { startPisteApi } from '../../fixtures/piste/server.ts';
import { test as base } from '../../fixtures/playwright/folder.ts';
import { spedUp, type NoiseOption } from '../../fixtures/playwright/piste-noise.ts';
import { raccordHere } from '../../fixtures/playwright/raccord-here.ts';
import {
  startRaccord,
  type Finished,
  type Running,
  pisteEnvironmentFor,
} from '../../fixtures/playwright/raccord-process.ts';
import { inLedger, seedAccount, seedReset } from '../../fixtures/playwright/seeded-home.ts';
import type { Account, Connection } from '../../fixtures/portal/truth.ts';
import { systemClock, type Clock } from '../../src/domain/clock.ts';
import type { Siret } from '../../src/domain/siret.ts';
import { ACCOUNT, CONNECTION } from '../api/api-fixtures.ts';

export { expect } from '@playwright/test';

export const LYON = ACCOUNT.siret as Siret;
export const LILLE = '73282932000017' as Siret;

const PORTAL = '127.0.0.1';

/** What the stand-in's portal holds. */
interface Held {
  accounts: Account[];
  connections: Connection[];
}

interface Place extends NoiseOption {
  readonly held: Held;
  readonly pisteOptions: Partial<PisteOptions>;
  readonly piste: StandInPiste;
  /** Captures an account's credential into the home, as `minutesOld` ago, and has it confirmed. */
  readonly capture: (account: Account, minutesOld?: number) => Promise<void>;
  /** Renews it, as the portal did. */
  readonly renew: (account: Account) => Promise<void>;
  readonly latest: () => Promise<{ siret: string; outcome: string; expiresOn?: string }[]>;
  readonly environment: Record<string, string>;
  readonly raccord: (
    args: readonly string[],
    environment?: Readonly<Record<string, string>>,
  ) => Promise<Finished>;
  readonly start: (args: readonly string[]) => Running;
}

export const test = base.extend<Place>({
  held: async ({}, use) => {
    await use({ accounts: [], connections: [CONNECTION, { ...CONNECTION, siret: LILLE }] });
  },
  noise: [null, { option: true }],
  pisteOptions: [{}, { option: true }],
  piste: async ({ held, noise, pisteOptions }, use) => {
    const piste = await startPisteApi({
      truth: () => ({ ...structuredClone(held), signIns: [], writes: 0, history: [] }),
      ...spedUp(noise),
      ...pisteOptions,
    });
    await use(piste);
    await piste.close();
  },
  capture: async ({ home, held }, use) => {
    await use(async (account, minutesOld = 600) => {
      held.accounts.push(account);
      const clock = clockBefore(minutesOld);
      await seedAccount({ home, portal: PORTAL, clock }, account);
    });
  },
  renew: async ({ home, held }, use) => {
    await use(async (account) => {
      await seedReset({ home, portal: PORTAL }, account, 'changed');
      held.accounts = held.accounts.map((one) => (one.login === account.login ? account : one));
    });
  },
  latest: async ({ home }, use) => {
    await use(() =>
      inLedger({ home, portal: PORTAL }, async (ledger) => [
        ...(await ledger.verifications.latest()).values(),
      ]),
    );
  },
  environment: async ({ piste, home }, use) => {
    await use({
      CHORUS_URL: `http://${PORTAL}/`,
      ...pisteEnvironmentFor(piste),
      CHORUS_ENV: 'qualification',
      RACCORD_HOME: home,
    });
  },
  raccord: async ({ folder, environment }, use) => {
    await use((args, more = {}) =>
      raccordHere(args[0] === 'verify' ? [...args, '--retry-pause', '20ms'] : args, {
        ...{ folder, environment: { ...environment, ...more } },
      }),
    );
  },
  start: async ({ folder, environment }, use) => {
    const started: Running[] = [];
    await use((args) => {
      const running = startRaccord(args, { folder, environment });
      started.push(running);
      return running;
    });
    for (const running of started) running.kill('SIGKILL');
    await Promise.all(started.map(({ finished }) => finished));
  },
});

function clockBefore(minutes: number): Clock {
  return { ...systemClock, now: () => new Date(Date.now() - minutes * 60_000) };
}
