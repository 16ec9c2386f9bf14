import { Secret } from '../../src/secrets/secret.ts';
import { ACCOUNT, expect, NOW, steps, test } from './api-fixtures.ts';

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

test('a token that is accepted no more is renewed once it was refused twice', async ({
  prove,
  asked,
  piste,
}) => {
  await prove();
  piste.endTokens();
  const proof = await prove();
  expect(proof).toMatchObject({ kind: 'works' });
  expect(asked().slice(4)).toEqual([PLATFORM, PLATFORM, TOKEN, PLATFORM, ATTACHMENTS, STRUCTURE]);
  expect(steps(proof).slice(0, 2)).toEqual(['platform 401', 'platform 401']);
});

test('a 401 without a word is asked again with the same token after 2 s, a fresh one after 4, and never a fifth time', async ({
  prove,
  asked,
  piste,
  clock,
}) => {
  piste.fail({ at: 'attachments', how: 'bare-401' });
  expect(await prove()).toMatchObject({ kind: 'unclear', at: 'attachments', status: 401 });
  const [token, list] = [TOKEN, ATTACHMENTS];
  expect(asked()).toEqual([token, PLATFORM, list, list, token, list, list]);
  // Beside the second between two requests.
  expect(clock.waits.filter((wait) => wait > 1_000)).toEqual([2_000, 4_000, 6_000]);
});

test('one spurious 401 costs one more request, of any of them', async ({ prove, asked, piste }) => {
  for (const at of ['platform', 'attachments', 'structure'] as const) {
    piste.fail({ at, how: 'bare-401', times: 1 });
  }
  const proof = await prove();
  expect(proof).toMatchObject({ kind: 'works', expiresOn: '2027-12-30' });
  const [twice, list, structure] = [PLATFORM, ATTACHMENTS, STRUCTURE];
  expect(asked()).toEqual([TOKEN, twice, twice, list, list, structure, structure]);
});

test('a fresh token that PISTE does not give ends the proof', async ({ prove, asked, piste }) => {
  piste.fail({ at: 'attachments', how: 'token-refused' });
  piste.fail({ at: 'token', how: 'invalid-client', after: 1 });
  expect(await prove()).toMatchObject({ kind: 'application-refused' });
  expect(asked()).toEqual([
    ...[TOKEN, PLATFORM, ATTACHMENTS, ATTACHMENTS],
    ...Array<string>(5).fill(TOKEN),
  ]);
});

test('a token is asked for five times, with growing pauses, before the application counts as refused', async ({
  prove,
  asked,
  piste,
  clock,
}) => {
  piste.fail({ at: 'token', how: 'invalid-client', times: 4 });
  expect(await prove()).toMatchObject({ kind: 'works' });
  expect(clock.waits.slice(0, 4)).toEqual([2_000, 4_000, 6_000, 8_000]);
  expect(asked().filter((line) => line === TOKEN)).toHaveLength(5);
});

test('an empty 400 convicts no application, however often it comes', async ({ prove, piste }) => {
  piste.fail({ at: 'token', how: 'empty-400' });
  expect(await prove()).toMatchObject({ kind: 'unavailable', at: 'token', cause: 'no-word' });
});

test('noise between its refusals does not save an application that is refused', async ({
  prove,
  piste,
}) => {
  piste.fail({ at: 'token', how: 'invalid-client', times: 1 });
  piste.fail({ at: 'token', how: 'empty-400', times: 1 });
  piste.fail({ at: 'token', how: 'invalid-client', times: 1 });
  piste.fail({ at: 'token', how: 'not-found', times: 1 });
  piste.fail({ at: 'token', how: 'invalid-client' });
  expect(await prove()).toMatchObject({ kind: 'application-refused', attempts: 5 });
});

test('proofs side by side ask for one token, and for nothing at the same time', async ({
  client,
  prove,
  asked,
  piste,
  clock,
}) => {
  const one = client();
  piste.fail({ at: 'token', how: 'invalid-client', times: 2 });
  const proofs = await Promise.all([1, 2, 3].map(() => prove({ client: one })));
  expect(proofs.map(({ kind }) => kind)).toEqual(['works', 'works', 'works']);
  expect(asked().filter((line) => line === TOKEN)).toHaveLength(3);
  // Twelve requests and two pauses: a second lies between any two of them.
  expect(clock.now().getTime() - NOW.getTime()).toBeGreaterThanOrEqual(11_000);
});

test('the time between two requests is as configured', async ({ client, prove, clock }) => {
  await prove({ client: client({ intervalMs: 250 }) });
  expect(clock.waits).toEqual([250, 250, 250]);
});

test('an account that is refused by name is not asked again', async ({ prove, asked }) => {
  await prove({ password: new Secret('not-the-password') });
  expect(asked()).toEqual([TOKEN, PLATFORM, ATTACHMENTS]);
});

test('an application that is refused sends no account', async ({ prove, asked, piste }) => {
  piste.fail({ at: 'token', how: 'invalid-client' });
  await prove();
  expect(new Set(asked())).toEqual(new Set([TOKEN]));
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
