import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import {
  refusedForm,
  signInForm,
  startSite,
  WELCOME,
  type Site,
  type SiteAnswer,
  type SiteOptions,
} from '../../fixtures/playwright/sign-in-site.ts';
import type { Finished } from '../../fixtures/playwright/raccord-process.ts';
import { expect, test as base } from '../../fixtures/playwright/command.ts';
import { documentOf, errorDocument } from './documents.ts';

const RUN = ['run', '--siret', '73282932000074', '--json'] as const;
const PORTAL = 'portail.localhost';
const IDP = 'idp.localhost';
const ALLOWED = [PORTAL, IDP];

interface Fixtures {
  /** Starts a server for one test. */
  readonly serve: (options: SiteOptions) => Promise<Site>;
}

const test = base.extend<Fixtures>({
  serve: async ({}, use) => {
    const sites: Site[] = [];
    await use(async (options) => {
      const site = await startSite(options);
      sites.push(site);
      return site;
    });
    await Promise.all(sites.map(({ close }) => close()));
  },
});

test.describe.configure({ timeout: 120_000 });

test('nothing is typed on a host of the portal that is not allowed', async ({
  portal,
  raccordHere: raccord,
}) => {
  const run = await raccord(RUN, { CHORUS_ALLOWED_HOSTS: PORTAL });
  expectClosed(run, { code: 'HOST_NOT_ALLOWED', host: IDP });
  expect(portal.truth()).toMatchObject({ signIns: [], writes: 0 });
});

/** Where the portal sends one who signs in, what is there, and what is said of it. */
const DOORS: readonly (readonly [
  what: string,
  host: string,
  form: (site: Site) => SiteAnswer,
  named: string,
])[] = [
  ...['idp.localhost.evil.localhost', 'idp-localhost.localhost', 'myidp.localhost'].map(
    (host) => [`a look-alike host (${host})`, host, () => signInForm({}), host] as const,
  ),
  [
    'a form that posts elsewhere',
    IDP,
    (site) => signInForm({ action: site.url('collect.localhost') }),
    'collect.localhost',
  ],
  [
    'a button that posts elsewhere',
    IDP,
    (site) => signInForm({ inside: `<button formaction="${site.url('button.localhost')}">` }),
    'button.localhost',
  ],
  [
    'a picture button that posts elsewhere',
    IDP,
    (site) =>
      signInForm({ inside: `<input type="image" formaction="${site.url('image.localhost')}">` }),
    'image.localhost',
  ],
];

for (const [what, host, form, named] of DOORS) {
  test(`nothing is typed at ${what}`, async ({ raccordHere: raccord, serve }) => {
    const site = await serve({ answer: signInAt(host, form) });
    const run = await raccord(RUN, surroundingsOf(site, ALLOWED));
    expectClosed(run, { code: 'HOST_NOT_ALLOWED', host: named });
    expect(site.posts).toEqual([]);
  });
}

test('nothing is typed on a portal whose own host is not allowed', async ({
  raccordHere: raccord,
  serve,
}) => {
  const site = await serve({ answer: () => signInForm({}) });
  const run = await raccord(RUN, surroundingsOf(site, ['portail.exemple.fr']));
  expectClosed(run, { code: 'HOST_NOT_ALLOWED', host: PORTAL });
  expect(site.posts).toEqual([]);
});

test('the same form at the right door is filled in and sent', async ({
  raccordHere: raccord,
  serve,
}) => {
  const site = await serve({ answer: signInAt(IDP, () => signInForm({})) });
  const run = await raccord(RUN, { ...surroundingsOf(site, ALLOWED), CHORUS_PASSWORD: 'S3same-A' });
  expect(run.exitCode, run.stderr).toBe(4);
  expect(site.posts.filter((post) => post.includes('S3same-A'))).toEqual(
    expect.arrayContaining([
      'idp.localhost/typed password=S3same-A',
      expect.stringMatching(/^idp\.localhost\/post username=.+&password=S3same-A$/u),
    ]),
  );
});

test('a portal over plain http, off this machine, is refused before anything is started', async ({
  raccordHere: raccord,
}) => {
  const run = await raccord(RUN, { CHORUS_URL: 'http://portail.exemple.fr/' });
  expectClosed(run, { code: 'CONFIG_INVALID', host: 'portail.exemple.fr' });
  expect(run.stderr).toContain('https');
});

test('nothing is typed where the sign-in leads to plain http off loopback', async ({
  raccordHere: raccord,
  serve,
}) => {
  const address = Object.values(networkInterfaces())
    .flat()
    .find((own) => own?.family === 'IPv4' && !own.internal)?.address;
  test.skip(address === undefined, 'this machine has no address but loopback');
  const open = await serve({ address: address!, answer: () => signInForm({}) });
  const site = await serve({
    answer: (_host, path) => (path === '/connexion' ? { to: open.url(address!) } : WELCOME),
  });
  const run = await raccord(RUN, surroundingsOf(site, [...ALLOWED, address!]));
  expectClosed(run, { code: 'PLAIN_HTTP', host: address! });
  expect([...site.posts, ...open.posts]).toEqual([]);
});

for (const [where, host, tag] of [
  ['portal', PORTAL, '@representative'],
  // Half a minute, until nothing can come any more.
  ['identity provider', IDP, '@whole'],
] as const) {
  const name = `nothing is typed where the certificate of the ${where} is its own`;
  test(name, { tag }, async ({ raccordHere: raccord, serve, folder }) => {
    const tls = await selfSigned(folder, host);
    test.skip(tls === undefined, 'openssl is not installed');
    const bad = await serve({ tls: tls!, answer: () => signInForm({}) });
    const site = await serve({
      answer: (_host, path) => (path === '/connexion' ? { to: bad.url(IDP) } : WELCOME),
    });
    const first = where === 'portal' ? bad : site;
    const run = await raccord(RUN, surroundingsOf(first, ALLOWED));
    expectClosed(run, { code: 'CERTIFICATE_REFUSED', host });
    expect(run.stderr).toContain('net::ERR_CERT_AUTHORITY_INVALID');
    expect([...site.posts, ...bad.posts]).toEqual([]);
  });
}

/** Exit 2 with the host named, to people and to programs. */
function expectClosed(run: Finished, { code, host }: { code: string; host: string }): void {
  expect(run.exitCode, run.stderr).toBe(2);
  const { error } = documentOf(run, errorDocument);
  expect(error.code).toBe(code);
  // In quotes, so that a look-alike is not taken for what it resembles.
  const named = new RegExp(`(["« ])${host.replaceAll('.', '\\.')}(?=[" ,:])`, 'u');
  expect(error.message).toMatch(named);
  expect(run.stderr).toMatch(named);
}

/** A portal whose "Se connecter" leads to a form on a host. */
function signInAt(host: string, form: (site: Site) => SiteAnswer): SiteOptions['answer'] {
  return (asked, path, site) => {
    if (path === '/post') return refusedForm();
    if (asked !== PORTAL) return form(site);
    return path === '/connexion' ? { to: site.url(host) } : WELCOME;
  };
}

function surroundingsOf(site: Site, allowed: readonly string[]): Record<string, string> {
  return { CHORUS_URL: site.url(PORTAL), CHORUS_ALLOWED_HOSTS: allowed.join(',') };
}

/** A certificate that nobody vouches for; undefined where there is no program to make one. */
async function selfSigned(folder: string, host: string): Promise<SiteOptions['tls']> {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const made = spawnSync('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2'],
    ...['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`],
    ...['-keyout', key, '-out', cert],
  ]);
  if (made.error !== undefined) return undefined;
  expect(made.status, made.stderr.toString()).toBe(0);
  return { key: await readFile(key, 'utf8'), cert: await readFile(cert, 'utf8') };
}
