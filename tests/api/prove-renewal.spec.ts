import { PassThrough } from 'node:stream';
import type { PisteFault } from '../../fixtures/piste/fault.ts';
import type { SealedCredential } from '../../src/domain/credential.ts';
import { RaccordError } from '../../src/errors/raccord-error.ts';
import { Secret } from '../../src/secrets/secret.ts';
import type { Verification } from '../../src/ledger/journals/verifications.ts';
import { createLogger } from '../../src/log/logger.ts';
import { Redactor } from '../../src/secrets/redactor.ts';
import { passwordVerifier } from '../../src/robot/password-verifier.ts';
import { ACCOUNT, expect, LYON, NOW, test as base } from './api-fixtures.ts';

const MINUTE_MS = 60_000;
const { login } = ACCOUNT;

type Which = 'fresh' | 'earlier';

interface Place {
  /** What each of the two passwords is; a test sets what the portal holds beside them. */
  readonly passwords: Record<Which, string>;
  /** What became of each attempt, oldest first, by the credential's id. */
  readonly recorded: Verification[];
  /** Tries the two passwords, the new one being so many minutes old. */
  readonly proveTwo: (minutesOld?: number, given?: readonly Which[]) => Promise<string | undefined>;
}

const test = base.extend<Place>({
  passwords: async ({}, use) => {
    await use({ fresh: 'Nouveau-1', earlier: 'Ancien-1' });
  },
  recorded: async ({}, use) => {
    await use([]);
  },
  proveTwo: async ({ client, clock, passwords, recorded }, use) => {
    const sealed = (id: Which, minutesOld: number): SealedCredential => ({
      ...{ id, login, digest: '', fingerprint: '' },
      capturedAt: new Date(NOW.getTime() - minutesOld * MINUTE_MS).toISOString(),
    });
    const one = client();
    await use((minutesOld = 60, given = ['fresh', 'earlier']) =>
      passwordVerifier({
        client: one,
        clock,
        readyAfterMs: 30 * MINUTE_MS,
        verifications: {
          record: (verification) => Promise.resolve(void recorded.push(verification)),
          latestOutcome: (id) =>
            Promise.resolve(recorded.findLast(({ credentialId }) => credentialId === id)?.outcome),
        },
        logger: createLogger({
          ...{ level: 'info', pretty: false, colours: false },
          ...{ redactor: new Redactor(), stream: new PassThrough() },
        }),
        open: (siret, { id, capturedAt }) => {
          const file = `${id}.age`;
          if (passwords[id as Which] === '') {
            return Promise.reject(new RaccordError('IDENTITY_REFUSED', { path: 'key', file }));
          }
          const password = new Secret(passwords[id as Which]);
          return Promise.resolve({ siret, login, password, portal: 'portail', capturedAt });
        },
      })({
        ...{ siret: LYON, login, fresh: sealed('fresh', minutesOld) },
        ...(given.includes('earlier') && { earlier: sealed('earlier', 600_000) }),
      }),
    );
  },
});

test('the password that the portal holds is the one that is said to work', async ({
  held,
  passwords,
  proveTwo,
  recorded,
}) => {
  held.accounts = [{ ...ACCOUNT, password: passwords.fresh }];
  expect(await proveTwo(0)).toBe('new');
  held.accounts = [{ ...ACCOUNT, password: passwords.earlier }];
  expect(await proveTwo()).toBe('old');
  expect(recorded.map(({ credentialId, outcome }) => `${credentialId} ${outcome}`)).toEqual([
    'fresh works',
    'fresh account-refused-by-name',
    'earlier works',
  ]);
});

test('a new password that is refused proves nothing while it may be too young', async ({
  held,
  passwords,
  proveTwo,
  recorded,
}) => {
  held.accounts = [{ ...ACCOUNT, password: passwords.earlier }];
  expect(await proveTwo(44)).toBeUndefined();
  expect(recorded).toMatchObject([{ credentialId: 'fresh', outcome: 'too-young' }]);
  // It was not refused for good, so it is tried again.
  expect(await proveTwo(45)).toBe('old');
});

test('an account that raccord has no earlier password of is proven by the new one alone', async ({
  held,
  passwords,
  proveTwo,
}) => {
  held.accounts = [{ ...ACCOUNT, password: passwords.fresh }];
  expect(await proveTwo(60, ['fresh'])).toBe('new');
  held.accounts = [{ ...ACCOUNT, password: 'Un-tiers-1' }];
  expect(await proveTwo(60, ['fresh'])).toBe('not-new');
});

test('a refusal without a word proves nothing, whatever password it is of, and is asked again', async ({
  held,
  passwords,
  piste,
  proveTwo,
  recorded,
}) => {
  held.accounts = [{ ...ACCOUNT, password: passwords.fresh }];
  for (const fault of [
    { at: 'api', how: 'bare-401' },
    { at: 'attachments', how: 'token-refused' },
    { at: 'api', how: 'html', status: 401 },
    { at: 'attachments', how: 'foreign-json', status: 401 },
  ] as const) {
    piste.fail(fault);
    expect(await proveTwo(), JSON.stringify(fault)).toBeUndefined();
    piste.clearFaults();
  }
  expect(recorded.map(({ credentialId }) => credentialId)).toEqual(Array(4).fill('fresh'));
  expect(recorded.map(({ outcome }) => outcome)).toEqual(
    expect.not.arrayContaining([expect.stringContaining('refused')]),
  );
  expect(await proveTwo()).toBe('new');
});

test('a refusal that an earlier version recorded may have named nothing: it is asked again', async ({
  held,
  passwords,
  proveTwo,
  recorded,
}) => {
  const old = { siret: LYON, outcome: 'account-refused' };
  recorded.push({ ...old, credentialId: 'fresh' }, { ...old, credentialId: 'earlier' });
  held.accounts = [{ ...ACCOUNT, password: passwords.fresh }];
  expect(await proveTwo()).toBe('new');
});

test('passwords that were refused both are not tried a second time', async ({
  held,
  proveTwo,
  asked,
}) => {
  held.accounts = [{ ...ACCOUNT, password: 'Un-tiers-1' }];
  expect(await proveTwo()).toBe('not-new');
  const before = asked();
  expect(await proveTwo()).toBe('not-new');
  expect(asked()).toEqual(before);
});

const NOTHING_PROVEN: readonly PisteFault[] = [
  { at: 'token', how: 'invalid-client' },
  { at: 'api', how: 'not-subscribed' },
  { at: 'any', how: 'cut' },
  { at: 'platform', how: 'error' },
  { at: 'attachments', how: 'rate-limited' },
  { at: 'attachments', how: 'refused' },
];

for (const fault of NOTHING_PROVEN) {
  test(`nothing is proven where ${fault.how} answers at ${fault.at}, and nothing more is asked`, async ({
    held,
    piste,
    passwords,
    proveTwo,
    recorded,
  }) => {
    held.accounts = [{ ...ACCOUNT, password: passwords.earlier }];
    piste.fail(fault);
    expect(await proveTwo()).toBeUndefined();
    expect(recorded.map(({ credentialId }) => credentialId)).toEqual(['fresh']);
    piste.clearFaults();
    expect(await proveTwo()).toBe('old');
  });
}

test('a password that is sealed to another key is not tried, and proves nothing', async ({
  held,
  passwords,
  proveTwo,
  asked,
}) => {
  held.accounts = [{ ...ACCOUNT, password: passwords.earlier }];
  passwords.fresh = '';
  expect(await proveTwo()).toBeUndefined();
  expect(asked()).toEqual([]);
});
