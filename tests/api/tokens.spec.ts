import { Secret } from '../../src/domain/secret.ts';
import { ACCOUNT, expect, steps, test } from './api-place.ts';

const TOKEN = 'POST /api/oauth/token';
const PLATFORM = 'GET /cpro/transverses/v1/health-check';
const ATTACHMENTS = 'POST /cpro/utilisateurs/v1/monCompte/recuperer/rattachements';
const STRUCTURE = 'POST /cpro/structures/v1/consulter';

test('a proof asks four things, in order', async ({ prove, asked }) => {
  await prove();
  expect(asked()).toEqual([TOKEN, PLATFORM, ATTACHMENTS, STRUCTURE]);
});

test('a token serves several proofs, until shortly before its end', async ({
  prove,
  asked,
  clock,
}) => {
  const tokens = (): number => asked().filter((line) => line === TOKEN).length;
  await prove();
  clock.pass(3500);
  await prove();
  expect(tokens()).toBe(1);
  clock.pass(50);
  await prove();
  expect(tokens()).toBe(2);
});

test('a token that is accepted no more is renewed once, and the question asked again', async ({
  prove,
  asked,
  piste,
}) => {
  await prove();
  piste.endTokens();
  const proof = await prove();
  expect(proof).toMatchObject({ kind: 'works' });
  expect(asked().slice(4)).toEqual([PLATFORM, ATTACHMENTS, TOKEN, ATTACHMENTS, STRUCTURE]);
  expect(steps(proof)).toContain('attachments 401');
});

test('a 401 that stays leads to one fresh token and one more try, never to a third', async ({
  prove,
  asked,
  piste,
}) => {
  piste.fail({ at: 'attachments', how: 'token-refused' });
  expect(await prove()).toMatchObject({ kind: 'account-refused', named: false });
  expect(asked()).toEqual([TOKEN, PLATFORM, ATTACHMENTS, TOKEN, ATTACHMENTS]);
});

test('all requests of a proof together have one fresh token', async ({ prove, asked, piste }) => {
  piste.fail({ at: 'attachments', how: 'token-refused', times: 1 });
  piste.fail({ at: 'structure', how: 'token-refused' });
  expect(await prove()).toMatchObject({ kind: 'works' });
  expect(asked()).toEqual([TOKEN, PLATFORM, ATTACHMENTS, TOKEN, ATTACHMENTS, STRUCTURE]);
});

test('a fresh token that PISTE does not give ends the proof', async ({ prove, asked, piste }) => {
  piste.fail({ at: 'attachments', how: 'token-refused' });
  piste.fail({ at: 'token', how: 'invalid-client', after: 1 });
  expect(await prove()).toMatchObject({ kind: 'application-refused' });
  expect(asked()).toEqual([TOKEN, PLATFORM, ATTACHMENTS, TOKEN]);
});

test('an account that is refused by name is not asked again', async ({ prove, asked }) => {
  await prove({ password: new Secret('not-the-password') });
  expect(asked()).toEqual([TOKEN, PLATFORM, ATTACHMENTS]);
});

test('an application that is refused sends no account', async ({ prove, asked, piste }) => {
  piste.fail({ at: 'token', how: 'invalid-client' });
  await prove();
  expect(asked()).toEqual([TOKEN]);
});

test('a redirect is followed nowhere, for the token nor for the account', async ({
  prove,
  piste,
  webSink,
}) => {
  const elsewhere = await webSink();
  for (const at of ['token', 'platform', 'attachments'] as const) {
    piste.fail({ at, how: 'redirect', location: `${elsewhere.url}/elsewhere`, times: 1 });
    expect(await prove(), at).toMatchObject({ kind: 'unavailable', at, cause: 'redirected' });
  }
  expect(elsewhere.posts).toEqual([]);
});

test('the token is asked for, and the account sent, as PISTE wants it', async ({
  client,
  prove,
  webSink,
}) => {
  const sink = await webSink([200]);
  await prove({ client: client({ oauthUrl: `${sink.url}/token`, clientId: 'a b&c' }) });
  const { headers, body } = sink.posts[0]!;
  expect(headers['content-type']).toBe('application/x-www-form-urlencoded');
  expect(Object.fromEntries(new URLSearchParams(body))).toEqual({
    grant_type: 'client_credentials',
    client_id: 'a b&c',
    client_secret: expect.any(String),
    scope: 'openid',
  });
  const api = await webSink([200]);
  await prove({ client: client({ apiUrl: `${api.url}/cpro/` }) });
  const [health, list] = api.posts;
  expect(health?.headers).not.toHaveProperty('cpro-account');
  expect(list?.path).toBe(ATTACHMENTS.replace('POST ', ''));
  expect(list?.headers).toMatchObject({
    authorization: expect.stringMatching(/^Bearer \S{54}$/u),
    'cpro-account': Buffer.from(`${ACCOUNT.login}:${ACCOUNT.password}`).toString('base64'),
    'content-type': 'application/json;charset=utf-8',
    accept: 'application/json;charset=utf-8',
  });
});

test('plain http is for this machine alone', async ({ client }) => {
  expect(() => client({ apiUrl: 'http://api.piste.gouv.fr/cpro' })).toThrow('PLAIN_HTTP');
  expect(() => client({ oauthUrl: 'http://oauth.piste.gouv.fr/token' })).toThrow('PLAIN_HTTP');
});

test('a token that fits into no header is no token', async ({ client, prove, jsonServer }) => {
  const oauthUrl = await jsonServer(() => ({ access_token: 'se\ncret-tökén', expires_in: 3600 }));
  const proof = await prove({ client: client({ oauthUrl }) });
  expect(proof).toMatchObject({ kind: 'unexpected', at: 'token', cause: 'unreadable' });
  expect(JSON.stringify(proof)).not.toContain('secret');
});
