import { PISTE_PLACES } from '../../fixtures/piste/fault.ts';
import type { StandInPiste } from '../../fixtures/piste/options.ts';
import { startPisteApi } from '../../fixtures/piste/server.ts';
import { startPortal } from '../../fixtures/portal/server.ts';
import { ACCOUNT, CONNECTION, expect, LYON, NOW, test } from './api-fixtures.ts';

const CHALLENGE =
  'Bearer realm="PISTE",error="Unauthorized",error_description="login or password incorrects"';

interface Told {
  readonly status: number;
  readonly challenge: string | null;
  readonly body: string;
}

async function told(answer: Response): Promise<Told> {
  const { status, headers } = answer;
  return { status, challenge: headers.get('WWW-Authenticate'), body: await answer.text() };
}

async function tokenFor(piste: StandInPiste, secret = piste.clientSecret): Promise<Response> {
  return fetch(piste.oauthUrl, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: piste.clientId,
      client_secret: secret,
      scope: 'openid',
    }),
  });
}

interface Call {
  readonly path?: string;
  readonly method?: string;
  readonly pair?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** Calls the API as a program with a good token and the right account would, but for what is given. */
async function call(piste: StandInPiste, given: Call = {}): Promise<Told> {
  const { access_token: token } = (await (await tokenFor(piste)).json()) as {
    access_token: string;
  };
  const { path = PISTE_PLACES['vat-rates'], method = 'POST', body = '{}' } = given;
  const pair = given.pair ?? `${ACCOUNT.login}:${ACCOUNT.password}`;
  const answer = await fetch(piste.apiUrl + path, {
    method,
    headers: {
      Authorization: `Bearer ${token}`,
      'cpro-account': Buffer.from(pair, 'utf8').toString('base64'),
      'Content-Type': 'application/json;charset=utf-8',
      ...given.headers,
    },
    ...(method === 'POST' && { body }),
  });
  return told(answer);
}

test('a token is opaque, of 54 characters, and lives an hour', async ({ piste }) => {
  const answer = await tokenFor(piste);
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({
    access_token: expect.stringMatching(/^\S{54}$/u),
    token_type: 'Bearer',
    expires_in: 3600,
    scope: 'openid',
  });
});

test('a wrong secret is 400, where the standard says 401', async ({ piste }) => {
  const { status, body } = await told(await tokenFor(piste, 'wrong'));
  expect(status).toBe(400);
  expect(JSON.parse(body)).toMatchObject({ error: 'invalid_client' });
});

test('a wrong login or password is 401, says so in a header, and has no body', async ({
  piste,
}) => {
  for (const pair of [`${ACCOUNT.login}:wrong`, `wrong:${ACCOUNT.password}`, '']) {
    expect(await call(piste, { pair })).toEqual({ status: 401, challenge: CHALLENGE, body: '' });
  }
});

test('an account without base64, or of another charset, is wrong', async ({ piste }) => {
  const pair = `${ACCOUNT.login}:${ACCOUNT.password}`;
  for (const value of [
    Buffer.from(pair, 'latin1').toString('base64'),
    `Basic ${Buffer.from(pair).toString('base64')}`,
    Buffer.from(pair).toString('base64url'),
  ]) {
    expect(await call(piste, { headers: { 'cpro-account': value } })).toMatchObject({
      status: 401,
    });
  }
});

for (const [what, given, expected] of [
  ['no good token', { headers: { Authorization: 'Bearer x' } }, [401, 'Bearer realm="PISTE"']],
  [
    'no good token, at an address that is none',
    { headers: { Authorization: 'Bearer x' }, path: '/transverses/v1/nothing' },
    [401, 'Bearer realm="DefaultRealm"'],
  ],
  ['an address that is none', { path: '/transverses/v1/nothing' }, [403, null]],
  ['an API that is none', { path: '/nothing/v1/nothing' }, [404, null]],
  ['the wrong content type', { headers: { 'Content-Type': 'text/plain' } }, [415, null]],
  ['an empty body', { body: '' }, [400, null]],
] as const) {
  test(`${what}: ${String(expected[0])}`, async ({ piste }) => {
    const { status, challenge } = await call(piste, given);
    expect([status, challenge]).toEqual(expected);
  });
}

test.describe('an application without the API of rates', () => {
  test.use({ pisteOptions: { subscribed: ['structures'] } });

  test('gets 403 with an empty body, before anybody looks at the account', async ({ piste }) => {
    const refused = { status: 403, challenge: null, body: '' };
    expect(await call(piste)).toEqual(refused);
    expect(await call(piste, { pair: 'made:up' })).toEqual(refused);
  });
});

for (const [withoutConnection, status] of [
  [403, 403],
  [401, 401],
  ['served', 200],
] as const) {
  test.describe(`a structure without a connection (${String(withoutConnection)})`, () => {
    test.use({ pisteOptions: { withoutConnection } });

    test(`is answered ${String(status)}`, async ({ piste, held }) => {
      held.connections = [];
      expect(await call(piste)).toMatchObject({ status });
    });
  });
}

test('the health check looks at no account', async ({ piste }) => {
  const { status, body } = await call(piste, {
    path: PISTE_PLACES.platform,
    method: 'GET',
    pair: 'made:up',
  });
  expect(status).toBe(200);
  expect(JSON.parse(body)).toMatchObject({ statusCode: 'OK' });
});

test('a password works through its last day, and not after it', async ({ piste, clock }) => {
  clock.at = new Date('2027-12-30T23:00:00.000Z');
  expect(await call(piste)).toMatchObject({ status: 200 });
  clock.at = new Date('2027-12-31T00:00:00.000Z');
  expect(await call(piste)).toMatchObject({ status: 401, challenge: CHALLENGE });
});

test('a new account works after half an hour, one that was reset at once', async ({
  piste,
  held,
  clock,
}) => {
  const createdAt = NOW.toISOString();
  held.accounts = [{ ...ACCOUNT, createdAt, modifiedAt: createdAt }];
  clock.pass(1799);
  expect(await call(piste)).toMatchObject({ status: 401, challenge: CHALLENGE });
  held.accounts = [{ ...ACCOUNT, createdAt, modifiedAt: clock.now().toISOString() }];
  expect(await call(piste)).toMatchObject({ status: 200 });
  held.accounts = [{ ...ACCOUNT, createdAt, modifiedAt: createdAt }];
  clock.pass(1);
  expect(await call(piste)).toMatchObject({ status: 200 });
});

test('it goes by what the stand-in portal holds', async () => {
  const portal = await startPortal({
    existingAccounts: [ACCOUNT],
    otherConnections: [{ siret: LYON, applicationName: CONNECTION.applicationName }],
  });
  const piste = await startPisteApi({ truth: () => portal.truth(), now: () => NOW });
  expect(await call(piste)).toMatchObject({ status: 200 });
  expect(await call(piste, { pair: `${ACCOUNT.login}:wrong` })).toMatchObject({ status: 401 });
  await Promise.all([piste.close(), portal.close()]);
});

test('the log of requests holds paths and answers, and nothing that was sent', async ({
  piste,
}) => {
  piste.fail({ at: 'vat-rates', how: 'cut', times: 1 });
  await call(piste).catch(() => undefined);
  await call(piste);
  expect(piste.requests()).toEqual([
    { method: 'POST', path: '/api/oauth/token', status: 200 },
    { method: 'POST', path: '/cpro/transverses/v1/recuperer/tauxtva' },
    { method: 'POST', path: '/api/oauth/token', status: 200 },
    { method: 'POST', path: '/cpro/transverses/v1/recuperer/tauxtva', status: 200 },
  ]);
});

test('a fault lets by what it is told to, and spoils no more than it is told to', async ({
  piste,
}) => {
  piste.fail({ at: 'api', how: 'rate-limited', after: 1, times: 1, retryAfter: '7' });
  const statuses = [];
  for (let n = 0; n < 3; n += 1) statuses.push((await call(piste)).status);
  expect(statuses).toEqual([200, 429, 200]);
});
