import { probeApplication } from '../../src/piste/probe-application.ts';
import { Secret } from '../../src/secrets/secret.ts';
import { expect, steps, test } from './api-fixtures.ts';

test(
  'an application with all APIs works, and no account was needed',
  { tag: '@exact' },
  async ({ client, held, asked }) => {
    held.accounts = [];
    const probe = await probeApplication(client());
    expect(probe).toMatchObject({ kind: 'application-works', refusedApis: [] });
    expect(steps(probe)).toEqual([
      'token 200',
      'platform 200',
      'attachments 401',
      'vat-rates 401',
      'search 401',
    ]);
    expect(asked()).toHaveLength(5);
  },
);

test('the account of the probe is nobody’s', async ({ client, webSink }) => {
  const sink = await webSink([403]);
  await probeApplication(client({ apiUrl: sink.url }));
  const sent = sink.posts.flatMap(({ headers }) => headers['cpro-account'] ?? []).map(String);
  const accounts = new Set(sent.map((value) => Buffer.from(value, 'base64').toString('utf8')));
  expect([...accounts]).toEqual([
    expect.stringMatching(/^TECH_0_00000000000000@cpro\.fr:[0-9a-f]{24}$/u),
  ]);
});

test.describe('without the API of users', () => {
  test.use({ pisteOptions: { subscribed: ['transverses', 'structures'] } });

  test('the probe names it', async ({ client }) => {
    expect(await probeApplication(client())).toMatchObject({
      kind: 'application-works',
      refusedApis: ['utilisateurs'],
    });
  });
});

test.describe('without any API', () => {
  test.use({ pisteOptions: { subscribed: [] } });

  test('the application is not subscribed', async ({ client }) => {
    expect(await probeApplication(client())).toMatchObject({
      kind: 'not-subscribed',
      refusedApis: ['utilisateurs', 'transverses', 'structures'],
    });
  });
});

test('a wrong secret is the application’s refusal', async ({ client }) => {
  const wrong = client({ clientSecret: new Secret('not-the-secret') });
  expect(await probeApplication(wrong)).toMatchObject({ kind: 'application-refused' });
});

for (const how of ['token-refused', 'bare-401'] as const) {
  test(`a 401 that stays (${how}) is nobody’s answer where no account was sent`, async ({
    client,
    piste,
  }) => {
    piste.fail({ at: 'api', how });
    const probe = await probeApplication(client());
    expect(probe).toMatchObject({ kind: 'unavailable', at: 'platform', cause: 'no-word' });
    expect(steps(probe).filter((step) => step.startsWith('token'))).toHaveLength(2);
  });

  test(`an API that refuses without a word (${how}) was not reached`, async ({ client, piste }) => {
    piste.fail({ at: 'search', how });
    expect(await probeApplication(client())).toMatchObject({ kind: 'unclear', at: 'search' });
    piste.clearFaults();
    piste.fail({ at: 'search', how, times: 1 });
    expect(await probeApplication(client())).toMatchObject({ kind: 'application-works' });
  });
}

for (const [how, kind] of [
  ['error', 'unavailable'],
  ['rate-limited', 'rate-limited'],
  ['not-found', 'unexpected'],
  ['unknown-path', 'unexpected'],
  ['empty-400', 'unavailable'],
  ['html', 'unavailable'],
  ['foreign-json', 'unexpected'],
] as const) {
  test(`an API that answers otherwise (${how}) leaves the question open`, async ({
    client,
    piste,
  }) => {
    piste.fail({ at: 'search', how });
    expect(await probeApplication(client())).toMatchObject({ kind, at: 'search' });
  });
}

test('an API that refuses what was asked was reached', async ({ client, piste }) => {
  piste.fail({ at: 'search', how: 'refused-as-400' });
  expect(await probeApplication(client())).toMatchObject({
    kind: 'application-works',
    refusedApis: [],
  });
});
