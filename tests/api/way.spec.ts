import { startTestProxy } from '../../fixtures/playwright/test-proxy.ts';
import { readNetwork } from '../../src/config/network.ts';
import { fetchOver } from '../../src/outbound/fetch-over.ts';
import { expect, test } from './api-fixtures.ts';

const URLS = {
  oauthUrl: 'https://oauth.piste.invalid/token',
  apiUrl: 'https://api.piste.invalid/cpro',
};

test('a proxy that refuses is told as one, and nothing is asked again', async ({
  client,
  prove,
}) => {
  const proxy = await startTestProxy({ portOf: () => undefined });
  const fetch = fetchOver(readNetwork([{ HTTPS_PROXY: proxy.address }], []));
  for (const status of [407, 403]) {
    proxy.refusal = status;
    const before = proxy.asked.length;
    const proof = await prove({ client: client({ ...URLS, fetch }) });
    expect(proof).toMatchObject({ kind: 'proxy-refused', at: 'token', status });
    expect(proxy.asked.slice(before)).toEqual(['CONNECT oauth.piste.invalid:443']);
  }
  proxy.refusal = undefined;
  expect(await prove({ client: client({ ...URLS, fetch }) })).toMatchObject({
    ...{ kind: 'unavailable', cause: 'proxy', status: 502 },
  });
  await proxy.close();
  expect(await prove({ client: client({ ...URLS, fetch }) })).toMatchObject({
    ...{ kind: 'unavailable', cause: 'proxy' },
    steps: [{ silence: 'proxy', silenceCode: 'PROXY_UNREACHABLE' }],
  });
});

test('a name that does not resolve is told as one', async ({ client, prove }) => {
  expect(await prove({ client: client(URLS) })).toMatchObject({
    ...{ kind: 'unavailable', at: 'token', cause: 'name' },
  });
});
