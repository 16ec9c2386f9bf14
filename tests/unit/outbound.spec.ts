import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { startTestProxy, type TestProxy } from '../../fixtures/playwright/test-proxy.ts';
import { DIRECT, readNetwork, type Network } from '../../src/config/network.ts';
import { Secret } from '../../src/secrets/secret.ts';
import { askVault } from '../../src/credentials/delivery/vault-client.ts';
import { fetchOver } from '../../src/outbound/fetch-over.ts';
import { openTunnel, proxyErrorIn } from '../../src/outbound/tunnel.ts';
import { expect, SUMMARY, test as base, webhookAt } from './notify-fixtures.ts';
import { textsFor } from '../../fixtures/playwright/texts-for.ts';

const ACCESS = { user: 'CORP\\jean', password: 'pr0xy:p@ss#w/rd' };

interface Place {
  /** A proxy that asks for a password and finds each host at the port that `ports` has for it. */
  readonly proxy: TestProxy;
  readonly ports: Map<string, number>;
  readonly network: Network;
}

const test = base.extend<Place>({
  ports: async ({}, use) => use(new Map()),
  proxy: async ({ ports }, use) => {
    const proxy = await startTestProxy({ portOf: (host) => ports.get(host), access: ACCESS });
    await use(proxy);
    await proxy.close();
  },
  network: async ({ proxy }, use) => {
    const { address } = proxy;
    await use(networkOf({ HTTPS_PROXY: address, HTTP_PROXY: address, NO_PROXY: '.inner.test' }));
  },
});

function networkOf(variables: Record<string, string>): Network {
  return readNetwork([variables], []);
}

function portIn(url: string): number {
  return Number(new URL(url).port);
}

test('a webhook goes through the proxy, with user and password', async ({
  proxy,
  ports,
  network,
  webSink,
  tell,
}) => {
  const sink = await webSink();
  ports.set('hooks.example.test', portIn(sink.url));
  const { lines } = await tell(webhookAt('http://hooks.example.test/x'), { network });
  expect(lines[0]?.message).toBe('the notification of the end of the run was sent');
  expect(sink.posts.map(({ path }) => path)).toEqual(['/x']);
  expect(sink.posts[0]?.headers).not.toHaveProperty('proxy-authorization');
  expect(proxy.asked).toEqual(['CONNECT hooks.example.test:80']);
});

test('one on this machine, or one that NO_PROXY names, goes past it', async ({
  proxy,
  network,
  webSink,
  tell,
}) => {
  const sink = await webSink();
  await tell(webhookAt(`${sink.url}/x`), { network });
  expect(sink.posts).toHaveLength(1);
  const { log } = await tell(webhookAt('http://hooks.inner.test/x'), { network });
  expect(log).toMatch(/ENOTFOUND|EAI_AGAIN/u);
  expect(proxy.asked).toEqual([]);
});

test('mail goes through the proxy', async ({ proxy, ports, network, mailSink, tell }) => {
  const sink = await mailSink({ login: true });
  ports.set('mail.example.test', sink.port);
  const server = new Secret('smtp://mail.example.test:2525');
  const mail = { server, to: ['ops@exemple.fr'], from: 'raccord@exemple.fr' };
  const { lines } = await tell({ mail }, { network });
  expect(lines[0]?.message).toBe('the notification of the end of the run was sent');
  expect(sink.mails).toHaveLength(1);
  expect(proxy.asked).toEqual(['CONNECT mail.example.test:2525']);
});

test('Vault is asked through the proxy', async ({ proxy, ports, network, webSink }) => {
  const sink = await webSink([200]);
  ports.set('vault.example.test', portIn(sink.url));
  const config = {
    ...{ mount: 'secret', path: 'raccord/{siret}', allowedHosts: [] },
    url: new URL('http://vault.example.test:8200'),
  };
  const way = { texts: textsFor('en').delivery, fetch: fetchOver(network) };
  const ask = () => askVault(config, way, { method: 'GET', path: 'sys/health' });
  expect(await ask()).toMatchObject({ status: 200 });
  expect(proxy.asked).toEqual(['CONNECT vault.example.test:8200']);
  proxy.refusal = 403;
  await expect(ask()).rejects.toThrow(
    `the proxy ${proxy.server} refuses connections to vault.example.test:8200 (HTTP 403)`,
  );
});

test('a Vault whose certificate nobody vouches for is told as one, with what to do', async ({
  selfSigned,
}) => {
  const server = createServer(selfSigned, (_, response) => response.end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const config = {
    ...{ mount: 'secret', path: 'raccord/{siret}', allowedHosts: [] },
    url: new URL(`https://127.0.0.1:${String(port)}`),
  };
  const way = { texts: textsFor('en').delivery, fetch: fetchOver(DIRECT) };
  await expect(askVault(config, way, { method: 'GET', path: 'sys/health' })).rejects.toThrow(
    /self-signed.*NODE_EXTRA_CA_CERTS/u,
  );
  server.close();
});

test('what comes back is read as any other answer, and the request is sent as it was made', async ({
  ports,
  network,
  webSink,
}) => {
  const sink = await webSink([302]);
  ports.set('api.example.test', portIn(sink.url));
  const answer = await fetchOver(network)(new URL('http://api.example.test/cpro?a=1'), {
    method: 'POST',
    headers: { 'X-Own': '1' },
    body: 'é',
    redirect: 'manual',
  });
  expect(answer.status).toBe(302);
  expect(answer.headers.get('location')).toBe('/elsewhere');
  expect(sink.posts).toMatchObject([{ path: '/cpro?a=1', body: 'é', headers: { 'x-own': '1' } }]);
});

test('a proxy that refuses, one that is not there and one that does not reach the host differ', async ({
  proxy,
  network,
}) => {
  const target = { hostname: 'api.example.test', port: 443 };
  const found = (server: Network): Promise<unknown> => openTunnel(server.https!, target);
  await expect(found(networkOf({ HTTPS_PROXY: proxy.server }))).rejects.toMatchObject({
    ...{ code: 'PROXY_REFUSED', status: 407, server: proxy.server },
  });
  await expect(found(network)).rejects.toMatchObject({ code: 'PROXY_REFUSED', status: 502 });
  proxy.refusal = 403;
  await expect(found(network)).rejects.toMatchObject({ code: 'PROXY_REFUSED', status: 403 });
  await expect(found(networkOf({ HTTPS_PROXY: 'http://127.0.0.1:9' }))).rejects.toMatchObject({
    ...{ code: 'PROXY_UNREACHABLE', status: undefined },
    message: expect.stringContaining('ECONNREFUSED'),
  });
});

test('a wrong password of the proxy is told without it', async ({ proxy, tell }) => {
  const HTTPS_PROXY = proxy.address.replace(/:[^:@]*@/u, ':an0ther-w0rd@');
  const network = networkOf({ HTTPS_PROXY });
  const { log } = await tell(webhookAt('https://hooks.example.test/x'), {
    network,
    summary: SUMMARY,
  });
  expect(log).toContain(
    `the proxy ${proxy.server} refuses connections to hooks.example.test:443 (HTTP 407)`,
  );
  const error: unknown = await fetchOver(network)(new URL('https://a.example.test/'), {}).catch(
    (thrown: unknown) => thrown,
  );
  expect(proxyErrorIn(error)).toMatchObject({ status: 407 });
  const pair = Buffer.from(`${ACCESS.user}:an0ther-w0rd`).toString('base64');
  for (const secret of ['an0ther-w0rd', pair]) expect(log).not.toContain(secret);
});
