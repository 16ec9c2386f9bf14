import type { PisteFault } from '../../fixtures/piste/fault.ts';
import type { CredentialVerification } from '../../src/piste/findings.ts';
import { Secret } from '../../src/secrets/secret.ts';
import { ACCOUNT, CONNECTION, expect, LILLE, LYON, NOW, steps, test } from './api-fixtures.ts';

test('an account that works is shown with its structures and its password’s expiry', async ({
  prove,
}) => {
  const proof = await prove();
  expect(proof).toMatchObject({
    kind: 'works',
    attachment: 'listed',
    expiresOn: '2027-12-30',
    refusedApis: [],
  });
  expect(proof).toHaveProperty('structures.0', {
    id: expect.any(Number),
    siret: LYON,
    name: 'PL DIFFUSION LYON',
    role: 'GESTIONNAIRE_PRINCIPAL',
    status: 'VALIDEE',
  });
  expect(steps(proof)).toEqual(['token 200', 'platform 200', 'attachments 200', 'structure 200']);
});

/** Each row of the failure table (facts/piste-api.md section 3c), and what it comes to. */
const ROWS: readonly (readonly [string, PisteFault, Partial<CredentialVerification>])[] = [
  ['PISTE refuses the application', { at: 'token', how: 'invalid-client' }, refusedApplication()],
  [
    'the account is refused by name',
    { at: 'attachments', how: 'account-refused' },
    { kind: 'account-refused', named: true },
  ],
  [
    'the account is refused as the newer APIs do it, who name nothing,',
    { at: 'attachments', how: 'account-refused-as-json' },
    { kind: 'unclear', at: 'attachments', status: 401 },
  ],
  [
    'a fresh token is refused as well',
    { at: 'attachments', how: 'token-refused' },
    { kind: 'unclear', at: 'attachments', status: 401 },
  ],
  [
    'the gateway does not know the address',
    { at: 'attachments', how: 'unknown-path' },
    { kind: 'unexpected', at: 'attachments', cause: 'unknown-path', status: 401 },
  ],
  [
    'every API is refused',
    { at: 'api', how: 'not-subscribed' },
    {
      kind: 'not-subscribed',
      causes: ['terms', 'api-selection', 'connection', 'environment'],
      refusedApis: ['utilisateurs', 'transverses', 'structures'],
    },
  ],
  [
    'Chorus Pro refuses with 200',
    { at: 'attachments', how: 'refused' },
    {
      kind: 'unexpected',
      at: 'attachments',
      cause: 'refusal',
      status: 200,
      codeRetour: 20001,
      messageCode: 'GDP_MSG_11.005',
      message: "GDP_MSG_11.005 : L'utilisateur n'a pas les habilitations nécessaires",
      meaning: 'not-entitled',
    },
  ],
  [
    'Chorus Pro refuses with 400',
    { at: 'attachments', how: 'refused-as-400', libelle: 'GDP_MSG_11.022 : fichier trop gros' },
    {
      kind: 'unexpected',
      cause: 'refusal',
      status: 400,
      codeRetour: 20001,
      messageCode: 'GDP_MSG_11.022',
    },
  ],
  [
    'the wrong content type was sent',
    { at: 'attachments', how: 'wrong-content-type' },
    { kind: 'unexpected', cause: 'status', status: 415 },
  ],
  [
    'the API is not there',
    { at: 'attachments', how: 'not-found' },
    { kind: 'unexpected', cause: 'status', status: 404 },
  ],
  [
    'too much was asked',
    { at: 'attachments', how: 'rate-limited', retryAfter: '90' },
    { kind: 'rate-limited', at: 'attachments', retryAfterSeconds: 90 },
  ],
  [
    'too many tokens were asked for',
    { at: 'token', how: 'rate-limited', retryAfter: 'Wed, 25 Nov 2026 09:02:00 GMT' },
    { kind: 'rate-limited', at: 'token', retryAfterSeconds: 120 },
  ],
  [
    'the API is being maintained',
    { at: 'attachments', how: 'error', status: 503, retryAfter: '600' },
    { kind: 'unavailable', at: 'attachments', cause: 'server-error', status: 503 },
  ],
  [
    'the platform is down',
    { at: 'platform', how: 'error', status: 502 },
    { kind: 'unavailable', at: 'platform', cause: 'server-error', status: 502 },
  ],
  [
    'the OAuth server is down',
    { at: 'token', how: 'error', status: 500 },
    { kind: 'unavailable', at: 'token', cause: 'server-error', status: 500 },
  ],
  [
    'a page of HTML comes for JSON',
    { at: 'attachments', how: 'html' },
    { kind: 'unavailable', at: 'attachments', cause: 'not-json', status: 200 },
  ],
  [
    'a page of HTML comes for a token',
    { at: 'token', how: 'html' },
    { kind: 'unavailable', at: 'token', cause: 'not-json', status: 200 },
  ],
  [
    'JSON ends in its middle',
    { at: 'attachments', how: 'broken-json' },
    { kind: 'unavailable', at: 'attachments', cause: 'not-json' },
  ],
  [
    'nothing comes with 200',
    { at: 'attachments', how: 'empty' },
    { kind: 'unavailable', at: 'attachments', cause: 'not-json', status: 200 },
  ],
  [
    'nothing comes with 200 for a token',
    { at: 'token', how: 'empty' },
    { kind: 'unavailable', at: 'token', cause: 'not-json', status: 200 },
  ],
  [
    'the list is not in the answer',
    { at: 'attachments', how: 'other-json' },
    { kind: 'unexpected', at: 'attachments', cause: 'unreadable' },
  ],
  [
    'there is no token in the answer',
    { at: 'token', how: 'other-json' },
    { kind: 'unexpected', at: 'token', cause: 'unreadable' },
  ],
  [
    'something else stands in the way of tokens',
    { at: 'token', how: 'not-subscribed' },
    { kind: 'unexpected', at: 'token', cause: 'status', status: 403 },
  ],
  [
    'the connection is cut',
    { at: 'attachments', how: 'cut' },
    { kind: 'unavailable', at: 'attachments', cause: 'network' },
  ],
  [
    'an answer has no end',
    { at: 'attachments', how: 'endless' },
    { kind: 'unavailable', at: 'attachments', cause: 'too-long' },
  ],
];

for (const [what, fault, finding] of ROWS) {
  // What comes between would be the last answer.
  const tag = fault.how === 'not-found' ? ['@exact'] : [];
  test(
    `where ${what}, the finding is ${String(finding.kind)}`,
    { tag },
    async ({ prove, piste }) => {
      piste.fail(fault);
      expect(await prove()).toMatchObject(finding);
      piste.clearFaults();
      expect(await prove()).toMatchObject({ kind: 'works' });
    },
  );
}

function refusedApplication(): Partial<CredentialVerification> {
  return {
    kind: 'application-refused',
    causes: ['client-id', 'client-secret', 'environment'],
    status: 400,
    attempts: 5,
    seconds: 20,
  };
}

test('a wrong client secret is told as the application’s refusal', async ({ client, prove }) => {
  const proof = await prove({ client: client({ clientSecret: new Secret('not-the-secret') }) });
  expect(proof).toMatchObject(refusedApplication());
  expect(steps(proof)).toEqual(Array<string>(5).fill('token 400'));
});

test('a wrong password is asked about once, since wrong ones may block the account', async ({
  prove,
  piste,
}) => {
  const proof = await prove({ password: new Secret('not-the-password') });
  expect(proof).toMatchObject({ kind: 'account-refused', named: true });
  expect(piste.requests().map(({ path }) => path)).toHaveLength(3);
});

test('an expired password is refused, and works again once it is reset', async ({
  prove,
  held,
  clock,
}) => {
  clock.pass(424 * 86_400);
  expect(await prove()).toMatchObject({ kind: 'account-refused', named: true });
  const modifiedAt = clock.now().toISOString();
  held.accounts = [{ ...ACCOUNT, password: 'brand_new_12', modifiedAt, expiresOn: '2029-01-01' }];
  expect(await prove()).toMatchObject({ kind: 'account-refused' });
  const password = new Secret('brand_new_12');
  expect(await prove({ password })).toMatchObject({ kind: 'works', expiresOn: '2029-01-01' });
});

test('an account that was just created is too young, until half an hour has passed', async ({
  prove,
  held,
  clock,
}) => {
  const createdAt = NOW.toISOString();
  held.accounts = [{ ...ACCOUNT, createdAt, modifiedAt: createdAt }];
  clock.pass(600);
  expect(await prove({ capturedAt: NOW })).toMatchObject({
    kind: 'too-young',
    minutesLeft: 20,
    tryAgainAt: '2026-11-25T09:30:00.000Z',
  });
  clock.pass(1200);
  expect(await prove({ capturedAt: NOW })).toMatchObject({ kind: 'works' });
});

test('an account that is refused long after its capture is refused', async ({ prove, clock }) => {
  clock.pass(46 * 60);
  const password = new Secret('not-the-password');
  expect(await prove({ capturedAt: NOW, password })).toMatchObject({ kind: 'account-refused' });
});

test('a structure without a connection is refused with what may be the cause', async ({
  prove,
  held,
}) => {
  held.connections = [{ ...CONNECTION, siret: LILLE }];
  expect(await prove()).toMatchObject({ kind: 'not-subscribed' });
});

test.describe('with a connection to another application', () => {
  test.use({ pisteOptions: { applicationName: 'Another' } });

  test('the structure is refused', async ({ prove }) => {
    expect(await prove()).toMatchObject({ kind: 'not-subscribed' });
  });
});

test('a server that does not answer is given up in time', async ({ client, prove, piste }) => {
  piste.fail({ at: 'platform', how: 'silence' });
  const proof = await prove({ client: client({ patienceMs: 200 }) });
  expect(proof).toMatchObject({ kind: 'unavailable', at: 'platform', cause: 'timeout' });
  expect(steps(proof)).toEqual(['token 200', 'platform timeout']);
});

test('a server that is not there is told by the system’s code', async ({
  client,
  prove,
  piste,
}) => {
  const hopeful = client();
  await piste.close();
  const proof = await prove({ client: hopeful });
  expect(proof).toMatchObject({ kind: 'unavailable', at: 'token', cause: 'network' });
  expect(proof.steps[0]).toMatchObject({ silenceCode: 'ECONNREFUSED' });
});

test('what the health check says in other words ends nothing', async ({ prove, piste }) => {
  for (const how of ['html', 'empty', 'not-subscribed', 'token-refused', 'not-found'] as const) {
    piste.fail({ at: 'platform', how, times: 1 });
    expect(await prove(), how).toMatchObject({ kind: 'works' });
  }
});

test('an interrupted proof ends at once', async ({ client, prove, piste }) => {
  piste.fail({ at: 'attachments', how: 'silence' });
  const stop = new AbortController();
  const proof = prove({ client: client({ signal: stop.signal }) });
  await expect.poll(() => piste.requests().length).toBe(3);
  stop.abort();
  await expect(proof).rejects.toMatchObject({ code: 'INTERRUPTED' });
});
