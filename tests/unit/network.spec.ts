import { inspect } from 'node:util';
import { expect, test } from '@playwright/test';
import { loadConfig } from '../../src/config/config.ts';
import {
  browserExceptions,
  proxyAuthorization,
  proxySecrets,
  readNetwork,
  proxyFor,
  withoutProxyVariables,
  type Network,
} from '../../src/config/network.ts';
import type { ConfigProblem } from '../../src/errors/config-problem.ts';

function networkOf(...sources: Record<string, string>[]): Network {
  const problems: ConfigProblem[] = [];
  const network = readNetwork(sources, problems);
  expect(problems).toEqual([]);
  return network;
}

function way(environment: Record<string, string>, address: string): string | undefined {
  return proxyFor(networkOf(environment), new URL(address))?.server;
}

const PROXY = { HTTPS_PROXY: 'http://proxy.example.fr:3128' };

test('an address of https goes through HTTPS_PROXY, one of http through HTTP_PROXY', () => {
  const both = { ...PROXY, HTTP_PROXY: 'http://plain.example.fr:8080' };
  expect(way(both, 'https://api.piste.gouv.fr/cpro')).toBe('http://proxy.example.fr:3128');
  expect(way(both, 'http://api.piste.gouv.fr/')).toBe('http://plain.example.fr:8080');
  expect(way({ HTTP_PROXY: 'http://plain.example.fr' }, 'https://api.piste.gouv.fr/')).toBe(
    undefined,
  );
  expect(way(both, 'smtp://mail.example.fr:587')).toBe('http://proxy.example.fr:3128');
  expect(way({}, 'https://api.piste.gouv.fr/')).toBe(undefined);
});

test('lower case counts before upper case, and the environment before .env', () => {
  const twice = { https_proxy: 'http://lower.example.fr', ...PROXY };
  expect(way(twice, 'https://a.fr/')).toBe('http://lower.example.fr');
  const network = networkOf(PROXY, { https_proxy: 'http://file.example.fr', no_proxy: 'b.fr' });
  expect(proxyFor(network, new URL('https://a.fr/'))?.server).toBe('http://proxy.example.fr:3128');
  expect(proxyFor(network, new URL('https://b.fr/'))).toBe(undefined);
});

test('a proxy without a scheme is one of http; an empty variable is none', () => {
  expect(way({ HTTPS_PROXY: 'proxy.example.fr:3128' }, 'https://a.fr/')).toBe(
    'http://proxy.example.fr:3128',
  );
  expect(way({ HTTPS_PROXY: 'https://proxy.example.fr' }, 'https://a.fr/')).toBe(
    'https://proxy.example.fr',
  );
  expect(way({ HTTPS_PROXY: ' ' }, 'https://a.fr/')).toBe(undefined);
});

for (const [exceptions, address, isDirect] of [
  ['example.fr', 'https://example.fr/', true],
  ['example.fr', 'https://vault.example.fr/', true],
  ['example.fr', 'https://otherexample.fr/', false],
  ['.example.fr', 'https://vault.example.fr/', true],
  ['.example.fr', 'https://example.fr/', true],
  ['*.example.fr', 'https://a.b.example.fr/', true],
  ['EXAMPLE.FR', 'https://Vault.Example.fr/', true],
  ['example.fr.', 'https://vault.example.fr/', true],
  ['example.fr:8200', 'https://vault.example.fr:8200/', true],
  ['example.fr:8200', 'https://vault.example.fr/', false],
  ['example.fr:443', 'https://vault.example.fr/', true],
  ['example.fr:587', 'smtp://mail.example.fr', true],
  ['a.fr, example.fr', 'https://example.fr/', true],
  ['a.fr example.fr', 'https://example.fr/', true],
  ['*', 'https://example.fr/', true],
  ['vault-*.example.fr', 'https://vault-2.example.fr/', true],
  ['vaultXexample.fr', 'https://vault.example.fr/', false],
  ['10.0.0.0/8', 'https://10.1.2.3/', true],
  ['10.0.0.0/8', 'https://11.1.2.3/', false],
  ['10.0.0.0/99', 'https://10.1.2.3/', false],
  ['10.1.2.3', 'https://10.1.2.3:8200/', true],
  ['fd00::/8', 'https://[fd12::1]/', true],
  ['fd12::1', 'https://[fd12::1]/', true],
  ['[fd12::1]:8200', 'https://[fd12::1]:8200/', true],
  ['[fd12::1]:8200', 'https://[fd12::1]/', false],
  ['', 'https://example.fr/', false],
  ['', 'http://localhost:8080/', true],
  ['', 'https://portail.localhost/', true],
  ['', 'https://127.0.0.1:8200/', true],
] as const) {
  test(`with NO_PROXY "${exceptions}" ${address} is reached ${isDirect ? 'directly' : 'through the proxy'}`, () => {
    const environment = { ...PROXY, HTTP_PROXY: 'http://p.fr', NO_PROXY: exceptions };
    expect(way(environment, address) === undefined).toBe(isDirect);
  });
}

test('the browser is told the same exceptions in its own words', () => {
  const { exceptions } = networkOf({ NO_PROXY: '.example.fr,b.fr:8443,*,10.0.0.0/8,fd12::1' });
  expect(browserExceptions({ exceptions })).toEqual([
    ...['localhost', '*.localhost', '127.0.0.0/8', '[::1]'],
    ...['example.fr', '*.example.fr', 'b.fr:8443', '*.b.fr:8443', '*', '10.0.0.0/8', '[fd12::1]'],
  ]);
});

test('user and password are read from the address, with their escapes, and shown nowhere', () => {
  const network = networkOf({ HTTPS_PROXY: 'http://CORP%5Cjean:p%40ss%23%20w@proxy.example.fr:1' });
  const { https } = network;
  expect(https?.access?.user).toBe('CORP\\jean');
  expect(https?.access?.password.reveal()).toBe('p@ss# w');
  expect(https && proxyAuthorization(https)?.reveal()).toBe(
    `Basic ${Buffer.from('CORP\\jean:p@ss# w').toString('base64')}`,
  );
  expect(`${JSON.stringify(network)} ${inspect(network, { depth: 9 })}`).not.toContain('p@ss');
  expect(proxySecrets(network).map((secret) => secret.reveal())).toContain('p@ss# w');
});

for (const text of [
  'http://jean:p#ss@proxy.example.fr:3128',
  'http://jean:12#3@proxy.example.fr:3128',
  'http://jean:p/s@proxy.example.fr:3128',
  'http://CORP\\jean:secret@proxy.example.fr:3128',
  'http://jean:100%@proxy.example.fr:3128',
  'socks5://proxy.example.fr:1080',
  'http://?',
]) {
  test(`the address ${text} of a proxy is refused by the variable's name, without its value`, () => {
    const problems: ConfigProblem[] = [];
    expect(readNetwork([{ HTTPS_PROXY: text }], problems).https).toBe(undefined);
    expect(problems).toEqual([
      { place: 'HTTPS_PROXY', reason: { key: 'expected', what: 'proxy' } },
    ]);
  });
}

test('a configuration holds the network, and one that is wrong is refused with all else', () => {
  expect(loadConfig(PROXY, '/nowhere').network.https?.server).toBe('http://proxy.example.fr:3128');
  expect(() => loadConfig({ HTTP_PROXY: 'ftp://x' }, '/nowhere')).toThrow('CONFIG_INVALID');
});

test('what the browser is started in names no proxy', () => {
  const names = { https_proxy: 'a', HTTP_PROXY: 'b', No_Proxy: 'c', all_proxy: 'd', HOME: '/h' };
  expect(withoutProxyVariables(names)).toEqual({ HOME: '/h' });
});
