import { loadConfig } from '../../src/config/config.ts';
import { checkServices } from '../../src/doctor/services.ts';
import { textsFor } from '../../fixtures/playwright/texts-for.ts';
import { Redactor } from '../../src/secrets/redactor.ts';
import { expect, test } from './api-fixtures.ts';

const GIVEN = {
  CHORUS_ENV: 'production',
  CHORUS_PISTE_CLIENT_ID: 'application',
  CHORUS_PISTE_CLIENT_SECRET: 'its-secret',
};

test.describe('--api', () => {
  const checked = async (client: Parameters<typeof checkServices>[2]['piste']) =>
    checkServices(
      loadConfig(GIVEN, '/nowhere', { piste: 'if-given' }),
      { notify: false, deliver: false, api: true },
      { redactor: new Redactor(), texts: textsFor('en'), piste: client },
    );

  test('gets a token and calls each API, in nobody’s name', async ({ client, held, asked }) => {
    held.accounts = [];
    expect(await checked(client)).toEqual([
      { name: 'api', result: 'good', found: expect.stringMatching(/^application-works; POST /u) },
    ]);
    expect(asked()).toHaveLength(5);
  });

  test('a refused application is a mistake', async ({ client, jsonServer }) => {
    const oauthUrl = await jsonServer(
      () => undefined,
      (response) => {
        response.writeHead(400, { 'Content-Type': 'application/json' });
        response.end('{"error":"invalid_client"}');
      },
    );
    expect(await checked(() => client({ oauthUrl }))).toEqual([
      { name: 'api', result: 'mistake', found: expect.stringContaining('HTTP 400') },
    ]);
  });

  test.describe('without the API of users', () => {
    test.use({ pisteOptions: { subscribed: ['transverses', 'structures'] } });

    test('what is not subscribed is a warning', async ({ client }) => {
      expect(await checked(client)).toMatchObject([
        { result: 'warning', found: expect.stringContaining('403: utilisateurs') },
      ]);
    });
  });
});

test('one half of the application is a mistake of the configuration, where it is asked for', () => {
  const resource = { CHORUS_PISTE_CLIENT_ID: 'application' };
  expect(() => loadConfig(resource, '/nowhere', { piste: 'if-given' })).toThrow('CONFIG_INVALID');
  expect(loadConfig({}, '/nowhere', { piste: 'if-given' }).piste).toBeUndefined();
});
