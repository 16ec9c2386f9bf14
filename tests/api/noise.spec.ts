import { parseNoise, type PisteNoise } from '../../fixtures/piste/noise.ts';
import type { CredentialEntry } from '../../src/domain/credential.ts';
import { Secret } from '../../src/secrets/secret.ts';
import type { Siret } from '../../src/domain/siret.ts';
import { probeApplication } from '../../src/piste/probe-application.ts';
import {
  retryWhileUnavailable,
  verifyCredentials,
  type VerificationParts,
} from '../../src/credentials/verification/verify-credentials.ts';
import { ACCOUNT, CONNECTION, expect, NOW, test as base, type Held } from './api-fixtures.ts';

const COUNT = 50;

/** Of the fifty, those whose password is not the one that is sealed. */
const WRONG = new Set([0, 3, 4, 17, 30, 31, 32, 33, 49]);

const siretOf = (index: number): Siret => String(73_282_932_100_000 + index) as Siret;
const passwordOf = (index: number): string => `Mot-de-passe-${index}`;

interface Place {
  /** All fifty credentials, and how they are proven with the default pace, without a real wait. */
  readonly entries: readonly CredentialEntry[];
  readonly parts: Pick<VerificationParts, 'clock' | 'signal' | 'retryPauseMs' | 'random'>;
  /** Proves all fifty; `SIRET kind` of each, and the outcomes that were recorded. */
  readonly proveAll: () => Promise<{ found: string[]; recorded: Map<string, string> }>;
}

const test = base.extend<Place>({
  held: async ({}, use) => {
    const indexes = Array.from({ length: COUNT }, (_, index) => index);
    const held: Held = {
      accounts: indexes.map((index) => ({
        ...{ ...ACCOUNT, siret: siretOf(index), login: `TECH_${index}_${siretOf(index)}@cpro.fr` },
        password: WRONG.has(index) ? 'Changed-elsewhere-1' : passwordOf(index),
      })),
      connections: indexes.map((index) => ({ ...CONNECTION, id: index, siret: siretOf(index) })),
    };
    await use(held);
  },
  entries: async ({ held }, use) => {
    await use(
      held.accounts.map(({ siret, login }) => ({
        siret: siret as Siret,
        credential: {
          ...{ id: `of-${siret}`, login, digest: '', fingerprint: '' },
          capturedAt: '2026-11-01T09:00:00.000Z',
        },
        ...{ status: 'current', isRenewal: false },
      })),
    );
  },
  parts: async ({ clock }, use) => {
    const { signal } = new AbortController();
    await use({ clock, signal, retryPauseMs: 5_000, random: () => 0.5 });
  },
  proveAll: async ({ client, entries, parts }, use) => {
    const recorded = new Map<string, string>();
    await use(async () => {
      const verified = await verifyCredentials(entries, {
        ...parts,
        client: client(),
        readyAfterMs: 30 * 60_000,
        wait: true,
        open: ({ siret, credential: { login, capturedAt } }) => {
          const password = new Secret(passwordOf(Number(siret) % 100));
          return Promise.resolve({ siret, login, password, portal: 'portail', capturedAt });
        },
        record: ({ siret, outcome }) => Promise.resolve(void recorded.set(siret, outcome)),
        waiting: () => undefined,
      });
      return {
        found: verified.map(({ entry, outcome }) => `${entry.siret} ${outcome.kind}`),
        recorded,
      };
    });
  },
});

const RIGHT = Array.from({ length: COUNT }, (_, index) => {
  return `${siretOf(index)} ${WRONG.has(index) ? 'account-refused' : 'works'}`;
});

/** About as PISTE was seen, and worse: a second for each request, every tenth, fifth, third refused. */
const NOISES: readonly Required<PisteNoise>[] = [
  ...[1, 2, 3, 4, 5].map((seed) => ({ seed, perSecond: 1, every: 10 })),
  ...[6, 7, 8].map((seed) => ({ seed, perSecond: 1, every: 5 })),
  ...[9, 10].map((seed) => ({ seed, perSecond: 1, every: 3 })),
];

for (const noise of NOISES) {
  test.describe(`through noise (every ${noise.every}th, seed ${noise.seed})`, () => {
    test.use({ noise });

    test('fifty of fifty are right: no good one is convicted, and each wrong one is found', async ({
      proveAll,
      piste,
      clock,
    }) => {
      const { found, recorded } = await proveAll();
      expect(found).toEqual(RIGHT);
      const refused = [...recorded].filter(([, outcome]) => outcome.includes('refused'));
      expect(refused.map(([siret]) => Number(siret) % 100)).toEqual([...WRONG]);
      expect(new Set(refused.map(([, outcome]) => outcome))).toEqual(
        new Set(['account-refused-by-name']),
      );
      const statuses = piste.requests().map(({ status = 0 }) => status);
      const refusals = statuses.filter((status) => status !== 200).length - WRONG.size;
      expect(refusals).toBeGreaterThanOrEqual(Math.floor(statuses.length / noise.every));
      // A second apart, all of them.
      expect(clock.now().getTime() - NOW.getTime()).toBeGreaterThan((statuses.length - 1) * 1_000);
    });

    test('the application is found to work', async ({ client, parts }) => {
      const one = client();
      for (let time = 0; time < 5; time += 1) {
        expect(await retryWhileUnavailable(() => probeApplication(one), parts)).toMatchObject({
          kind: 'application-works',
          refusedApis: [],
        });
      }
    });

    test('a wrong secret is found, and no account is asked for', async ({
      client,
      parts,
      asked,
    }) => {
      const one = client({ clientSecret: new Secret('not-the-secret') });
      expect(await retryWhileUnavailable(() => probeApplication(one), parts)).toMatchObject({
        kind: 'application-refused',
      });
      expect(new Set(asked())).toEqual(new Set(['POST /api/oauth/token']));
    });
  });
}

test.describe('where nothing keeps requests apart', () => {
  test.use({ noise: { seed: 1, perSecond: 1 } });

  test('the stand-in refuses good requests as PISTE does, and the pace mends that', async ({
    client,
    piste,
    proveAll,
  }) => {
    const probe = await probeApplication(client({ intervalMs: 0 }));
    expect(probe.kind).not.toBe('application-works');
    const [first, ...others] = piste.requests().map(({ status }) => status);
    expect(first).toBe(200);
    expect(new Set(others)).toEqual(new Set([401, 400]));
    // With its pace all is well again.
    expect((await proveAll()).found).toEqual(RIGHT);
  });
});

test('the platform is asked again while it is down, and the outcome counts once', async ({
  proveAll,
  piste,
  clock,
}) => {
  piste.fail({ at: 'platform', how: 'error', times: 3 });
  const { found } = await proveAll();
  expect(found).toEqual(RIGHT);
  expect(clock.waits.filter((wait) => wait >= 5_000)).toEqual([5_000, 10_000, 20_000]);
});

test('a platform that stays down is asked four times for each of three, and then no more', async ({
  proveAll,
  piste,
}) => {
  piste.fail({ at: 'platform', how: 'error' });
  const { found } = await proveAll();
  expect(found.slice(0, 4).map((line) => line.split(' ')[1])).toEqual([
    ...Array<string>(3).fill('unavailable'),
    'not-tried',
  ]);
  expect(piste.requests().filter(({ status }) => status === 503)).toHaveLength(12);
});

for (const [line, read] of [
  ['', { noise: { seed: 1 } }],
  ['every=10', { noise: { seed: 1, every: 10 } }],
  ['seed=7,per-second=2,every=3', { noise: { seed: 7, perSecond: 2, every: 3 } }],
  ['every=0', { problem: 'every=0: a number from 1 on' }],
  ['often', { problem: 'often: one of seed, per-second, every' }],
] as const) {
  test(`noise "${line}" is read from a command line`, () => {
    expect(parseNoise(line)).toEqual(read);
  });
}
