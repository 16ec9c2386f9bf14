import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { PisteFault } from '../../fixtures/piste/fault.ts';
import { startWebSink } from '../../fixtures/playwright/web-sink.ts';
import { ACCOUNT } from '../api/api-fixtures.ts';
import { filesToSearch, findIn, findPlainly } from './secret-search.ts';
import { expect, LILLE, LYON, test } from './verify-fixtures.ts';

const OTHER = {
  ...ACCOUNT,
  siret: LILLE,
  login: `TECH_2_${LILLE}@cpro.fr`,
  password: 'Autre-&-secret-9',
};

test.describe.configure({ timeout: 60_000 });

test('what works is shown with its structures and its password’s expiry, and is recorded', async ({
  capture,
  raccord,
  latest,
}) => {
  await capture(ACCOUNT);
  await capture(OTHER);
  const run = await raccord(['verify', '--all']);
  expect(run.exitCode, run.stderr).toBe(0);
  expect(run.stdout).toMatch(new RegExp(`${LYON} +TECH_1_\\S+ +works +${ACCOUNT.expiresOn}`, 'u'));
  expect(run.stdout).toContain(`${LYON}: sees PL DIFFUSION LYON ${LYON}`);
  expect(run.stdout).toContain('2 of 2 work.');
  expect(await latest()).toMatchObject([
    { siret: LYON, outcome: 'works', expiresOn: ACCOUNT.expiresOn },
    { siret: LILLE, outcome: 'works' },
  ]);
});

/** Each trouble, how it is said in both languages, and the exit code. */
const ROWS: readonly (readonly [PisteFault, string, string, number])[] = [
  [
    { at: 'token', how: 'invalid-client' },
    'PISTE application refused',
    'application PISTE refusée',
    2,
  ],
  [{ at: 'api', how: 'not-subscribed' }, 'API not subscribed', 'API non souscrite', 1],
  [
    { at: 'attachments', how: 'account-refused' },
    'technical account refused',
    'compte technique refusé',
    1,
  ],
  [{ at: 'attachments', how: 'bare-401' }, 'unclear, try again', 'incertain, à réessayer', 3],
  [{ at: 'api', how: 'html', status: 401 }, 'portal API down', 'API du portail en panne', 3],
  [{ at: 'platform', how: 'error' }, 'portal API down', 'API du portail en panne', 3],
  [{ at: 'any', how: 'cut' }, 'portal API down', 'API du portail en panne', 3],
  [
    { at: 'attachments', how: 'rate-limited', retryAfter: '5000' },
    'too many requests',
    'trop de requêtes',
    1,
  ],
  [{ at: 'attachments', how: 'refused' }, 'unexpected answer', 'réponse inattendue', 1],
];

for (const [fault, english, french, exitCode] of ROWS) {
  test(`${fault.how} at ${fault.at} is said as "${english}"`, async ({
    capture,
    piste,
    raccord,
  }) => {
    await capture(ACCOUNT);
    piste.fail(fault);
    const run = await raccord(['verify']);
    expect(run.exitCode, run.stderr).toBe(exitCode);
    expect(run.stdout).toContain(english);
    expect(run.stdout).toContain('0 of 1 work.');
    const inFrench = await raccord(['verify'], { LC_ALL: 'fr_FR.UTF-8' });
    expect(inFrench.stdout).toContain(french);
  });
}

test('after the application was refused, no other credential is asked for', async ({
  capture,
  raccord,
  latest,
}) => {
  await capture(ACCOUNT);
  await capture(OTHER);
  const run = await raccord(['verify', '--json'], { CHORUS_PISTE_CLIENT_SECRET: 'wrong' });
  expect(run.exitCode).toBe(2);
  expect(JSON.parse(run.stdout)).toMatchObject({
    verifications: [
      { siret: LYON, outcome: 'application-refused' },
      { siret: LILLE, outcome: 'not-tried', steps: [] },
    ],
    summary: { all: 2, 'application-refused': 1, 'not-tried': 1 },
  });
  expect(await latest()).toHaveLength(1);
});

test.describe('with an account that sees other structures only', () => {
  test.use({ pisteOptions: { attached: () => [LILLE] } });

  test('its structure is said not to be attached', async ({ capture, raccord }) => {
    await capture(ACCOUNT);
    const run = await raccord(['verify', '--siret', LYON]);
    expect(run.exitCode, run.stderr).toBe(1);
    expect(run.stdout).toContain('structure not attached');
    expect(run.stdout).toContain(LILLE);
  });
});

test('a young account is not asked for with --no-wait, and is told when', async ({
  capture,
  raccord,
  piste,
}) => {
  const createdAt = new Date().toISOString();
  await capture({ ...ACCOUNT, createdAt, modifiedAt: createdAt }, 10);
  const run = await raccord(['verify', '--no-wait']);
  expect(run.exitCode, run.stderr).toBe(1);
  expect(run.stdout).toMatch(/account too new, try again in (?:19|20) min/u);
  expect(piste.requests()).toEqual([]);
});

test('it waits for a young account, and Ctrl-C ends the wait', async ({ capture, start }) => {
  await capture(ACCOUNT, 10);
  const run = start(['verify']);
  await run.says(/waiting (?:19|20) min/u);
  run.kill('SIGINT');
  expect((await run.finished).exitCode).toBe(130);
});

test.describe('where accounts work after seconds', () => {
  test.use({ pisteOptions: { readyAfterMs: 7_000 } });

  test('it waits until a young account works', async ({ capture, raccord }) => {
    const createdAt = new Date().toISOString();
    await capture({ ...ACCOUNT, createdAt, modifiedAt: createdAt }, 0);
    const run = await raccord(['verify'], { RACCORD_READY_AFTER: '8s' });
    expect(run.exitCode, run.stdout).toBe(0);
    expect(run.stderr).toContain('waiting 1 min');
  });
});

test('a limit of PISTE’s is waited for once', async ({ capture, piste, raccord }) => {
  await capture(ACCOUNT);
  piste.fail({ at: 'attachments', how: 'rate-limited', retryAfter: '1', times: 1 });
  const run = await raccord(['verify']);
  expect(run.exitCode, run.stdout).toBe(0);
  expect(run.stderr).toContain('waiting 1 s');
  piste.fail({ at: 'attachments', how: 'rate-limited', retryAfter: '1' });
  const again = await raccord(['verify']);
  expect(again.exitCode).toBe(1);
  expect(again.stderr.match(/waiting/gu)).toHaveLength(1);
});

test('after a renewal the new password works at once, and the old one no more', async ({
  capture,
  renew,
  raccord,
  held,
}) => {
  await capture(ACCOUNT);
  const renewed = { ...ACCOUNT, password: 'Neuf=é"1', modifiedAt: new Date().toISOString() };
  // Renewed elsewhere: what is sealed is the old one.
  held.accounts = [renewed];
  const before = await raccord(['verify', '--siret', LYON]);
  expect(before.exitCode).toBe(1);
  expect(before.stdout).toContain('technical account refused');
  await renew(renewed);
  const after = await raccord(['verify', '--siret', LYON]);
  expect(after.exitCode, after.stdout).toBe(0);
  expect(after.stderr).not.toContain('waiting');
});

test('the application alone is proven without a key or a home', async ({
  raccord,
  piste,
  home,
}) => {
  const works = await raccord(['verify', '--piste-only']);
  expect(works.exitCode, works.stderr).toBe(0);
  expect(works.stdout).toContain('PISTE application works');
  await expect(readdir(home)).rejects.toThrow('ENOENT');
  piste.fail({ at: 'structure', how: 'not-subscribed' });
  piste.fail({ at: 'search', how: 'not-subscribed' });
  const partly = await raccord(['verify', '--piste-only', '--json']);
  expect(partly.exitCode).toBe(0);
  expect(JSON.parse(partly.stdout)).toMatchObject({
    application: { outcome: 'application-works', refusedApis: ['structures'] },
  });
  piste.fail({ at: 'api', how: 'not-subscribed' });
  expect((await raccord(['verify', '--piste-only'])).exitCode).toBe(2);
});

for (const fault of [
  { at: 'api', how: 'html', status: 401, title: 'Portail captif' },
  { at: 'api', how: 'bare-401' },
  { at: 'api', how: 'foreign-json', status: 401 },
] as const) {
  test(`a gateway that refuses everything (${fault.how}) is no application that works, and convicts no account`, async ({
    capture,
    raccord,
    piste,
    latest,
  }) => {
    await capture(ACCOUNT);
    await capture(OTHER);
    piste.fail(fault);
    const alone = await raccord(['verify', '--piste-only']);
    expect(alone.exitCode, alone.stdout).toBe(3);
    expect(alone.stdout).not.toContain('PISTE application works');
    expect(alone.stdout.includes('Portail captif')).toBe(fault.how === 'html');
    const behind = await raccord(['verify']);
    expect(behind.exitCode, behind.stdout).toBe(3);
    expect(behind.stdout).not.toContain('refused');
    piste.clearFaults();
    const after = await raccord(['verify']);
    expect(after.exitCode, after.stdout).toBe(0);
    expect(await latest()).toMatchObject([{ outcome: 'works' }, { outcome: 'works' }]);
  });
}

test('of two accounts the one whose password was changed elsewhere is found, by name', async ({
  capture,
  raccord,
  held,
  latest,
}) => {
  await capture(ACCOUNT);
  await capture(OTHER);
  held.accounts = [ACCOUNT, { ...OTHER, password: 'Changed-elsewhere-1' }];
  const run = await raccord(['verify', '--json']);
  expect(run.exitCode).toBe(1);
  expect(JSON.parse(run.stdout)).toMatchObject({
    verifications: [
      { siret: LYON, outcome: 'works' },
      { siret: LILLE, outcome: 'account-refused', named: true },
    ],
  });
  expect(await latest()).toMatchObject([
    { siret: LYON, outcome: 'works' },
    { siret: LILLE, outcome: 'account-refused-by-name' },
  ]);
});

test('the end of proofs that nobody watched is told and recorded, and nothing to prove is silence', async ({
  capture,
  raccord,
  held,
  home,
}) => {
  const sink = await startWebSink();
  const told = { RACCORD_WEBHOOK_URL: sink.url };
  expect((await raccord(['verify'], told)).exitCode).toBe(0);
  await capture(ACCOUNT);
  await capture(OTHER);
  expect((await raccord(['verify'], told)).exitCode).toBe(0);
  held.accounts = [ACCOUNT, { ...OTHER, password: 'Changed-elsewhere-1' }];
  expect((await raccord(['verify'], told)).exitCode).toBe(1);
  await rm(join(home, 'identity.age-key'));
  expect((await raccord(['verify'], told)).exitCode).toBe(2);
  await sink.close();
  expect(sink.posts.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
    expect.objectContaining({ exitCode: 0, counts: { works: 2, failed: 0 }, next: [] }),
    expect.objectContaining({
      ...{ command: 'verify', exitCode: 1, counts: { works: 1, failed: 1 } },
      sirets: { all: 2, failed: 1, left: 0 },
      failures: [expect.objectContaining({ siret: LILLE, code: 'account-refused' })],
      next: [
        expect.objectContaining({
          what: expect.stringContaining('Check the account on the portal.'),
          commands: [`raccord verify --siret ${LILLE}`],
        }),
        expect.objectContaining({ sirets: [] }),
      ],
    }),
    expect.objectContaining({
      exitCode: 2,
      stoppedBecause: expect.stringContaining('IDENTITY_MISSING'),
    }),
  ]);
  // The run, the metrics and the process say one code.
  const runs = await raccord(['runs', '--json']);
  expect(JSON.parse(runs.stdout)).toMatchObject({
    runs: [2, 1, 0, 0].map((exitCode) => ({ command: 'verify', exitCode })),
  });
  expect(sink.posts.map(({ body }) => body).join('\n')).not.toContain(OTHER.password);
});

test('without the private key nothing is asked', async ({ capture, raccord, piste, home }) => {
  await capture(ACCOUNT);
  await rm(join(home, 'identity.age-key'));
  const run = await raccord(['verify']);
  expect(run.exitCode).toBe(2);
  expect(run.stderr).toContain('✗ IDENTITY_MISSING');
  expect(piste.requests()).toEqual([]);
});

test('a sealed file that is damaged does not stop the others', async ({
  capture,
  raccord,
  home,
}) => {
  await capture(ACCOUNT);
  await capture(OTHER);
  await rm(join(home, 'vault', LYON), { recursive: true });
  const run = await raccord(['verify', '--json']);
  expect(run.exitCode).toBe(1);
  expect(JSON.parse(run.stdout)).toMatchObject({
    verifications: [
      { siret: LYON, outcome: 'not-opened', error: { code: 'VAULT_DAMAGED' } },
      { siret: LILLE, outcome: 'works' },
    ],
  });
});

test('what is missing or unsafe in the configuration is named', async ({ raccord }) => {
  const run = await raccord(['verify'], {
    CHORUS_PISTE_CLIENT_ID: '',
    CHORUS_PISTE_CLIENT_SECRET: '',
    CHORUS_PISTE_OAUTH_URL: 'http://oauth.piste.gouv.fr/',
    CHORUS_PISTE_API_URL: 'https://user:word@api.piste.gouv.fr/',
    CHORUS_PISTE_INTERVAL: 'a second',
  });
  expect(run.exitCode).toBe(2);
  expect(run.stderr).toContain('CONFIG_INVALID');
  for (const part of [
    'CHORUS_PISTE_CLIENT_ID: missing',
    'CHORUS_PISTE_CLIENT_SECRET (or CHORUS_PISTE_CLIENT_SECRET_FILE',
    'CHORUS_PISTE_OAUTH_URL: must be https',
    'CHORUS_PISTE_API_URL: must be an address without a password',
    'CHORUS_PISTE_INTERVAL: must be a duration such as 90s',
  ]) {
    expect(run.stderr).toContain(part);
  }
});

test('a SIRET without a credential is told', async ({ capture, raccord }) => {
  await capture(ACCOUNT);
  const run = await raccord(['verify', '--siret', LILLE]);
  expect(run.exitCode).toBe(2);
  expect(run.stderr).toContain('✗ CREDENTIAL_UNKNOWN');
});

test('no secret is in what is printed or kept, whatever the API repeats', async ({
  capture,
  raccord,
  piste,
  home,
}) => {
  await capture(ACCOUNT);
  const secrets = {
    password: ACCOUNT.password,
    header: Buffer.from(`${ACCOUNT.login}:${ACCOUNT.password}`).toString('base64'),
    client: piste.clientSecret,
  };
  const works = await raccord(['verify', '--json']);
  piste.fail({ at: 'attachments', how: 'echo' });
  const echoed = [await raccord(['verify', '--json']), await raccord(['verify'])];
  expect(works.exitCode).toBe(0);
  for (const { stdout, stderr } of [works, ...echoed]) {
    expect(findIn('output', stdout + stderr, secrets)).toEqual([]);
  }
  expect((await filesToSearch(home)).length).toBeGreaterThan(2);
  expect(await findPlainly(home, secrets)).toEqual([]);
});
