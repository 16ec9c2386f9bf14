import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { expect } from '@playwright/test';
import { test } from '../../fixtures/playwright/folder.ts';
import { startProcess } from '../../fixtures/playwright/raccord-process.ts';
import { testBrowser } from '../../fixtures/playwright/test-browser.ts';
import { startTestProxy } from '../../fixtures/playwright/test-proxy.ts';

const HOST = 'portail.example.test';
const ACCESS = { user: 'CORP\\jean', password: 'pr0xy:p@ss#w/rd' };
const PAGE = '<title>form</title><form method="post" action="/x"><button>Valider</button></form>';

const DIST = pathToFileURL(join(import.meta.dirname, '..', '..', 'dist', 'src')).href;

/** Opens the page, and sends its form as a run sends what it writes. */
const SCRIPT = `
  import { findBrowser } from '${DIST}/browser/find-browser.js';
  import { newContext, startBrowser } from '${DIST}/browser/launch.js';
  import { SingleSend } from '${DIST}/browser/single-send.js';
  import { readNetwork } from '${DIST}/config/network.js';
  const browser = findBrowser(process.env.RACCORD_BROWSER);
  const network = readNetwork([process.env], []);
  const started = await startBrowser({ browser, network, headed: false, version: '0.0.0-test' });
  try {
    const context = await newContext(started, {});
    const page = await context.newPage();
    await page.goto('https://${HOST}/');
    const single = await SingleSend.prepare(page.mainFrame(), () => false);
    await single.during(() => page.getByRole('button', { name: 'Valider' }).click());
    await page.waitForFunction(() => document.title === 'done');
    console.log('sent');
  } catch (error) {
    console.log(error.code ?? '', error.message);
  } finally {
    await started.close();
  }`;

test.describe.configure({ timeout: 120_000 });

test('a page and a write go over TLS of a private authority, through a proxy with a password', async ({
  folder,
}) => {
  test.skip(process.platform !== 'linux', 'the browser takes the store of the system');
  for (const tool of ['openssl', 'certutil']) {
    const { error } = spawnSync(tool, ['version']);
    test.skip(error !== undefined && process.env['CI'] === undefined, `${tool} is not there`);
    expect(error, tool).toBeUndefined();
  }
  const authority = makeCertificates(folder);
  const posts: string[] = [];
  const server = createServer(
    {
      key: await readFile(join(folder, 'server.key')),
      cert: await readFile(join(folder, 'server.pem')),
    },
    (request, response) => {
      response.setHeader('Content-Type', 'text/html');
      if (request.method !== 'POST') return response.end(PAGE);
      return void text(request).then(() => {
        posts.push(request.url ?? '');
        response.end('<title>done</title>');
      });
    },
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const portOf = (host: string): number | undefined => (host === HOST ? port : undefined);
  const proxy = await startTestProxy({ portOf, access: ACCESS });
  const [trusting, bare] = [join(folder, 'trusting'), join(folder, 'bare')];
  await mkdir(bare);
  await trust(trusting, authority);
  const run = async (variables: Record<string, string>): Promise<string> => {
    const environment = {
      HTTPS_PROXY: proxy.address,
      RACCORD_BROWSER: testBrowser() ?? '',
      ...variables,
    };
    const { stdout, stderr } = await startProcess(
      process.execPath,
      ['--input-type=module', '-e', SCRIPT],
      { environment, folder },
    ).finished;
    return stdout + stderr;
  };

  // What the browser does not trust is not shown, whatever Node is told.
  expect(await run({ HOME: bare, NODE_EXTRA_CA_CERTS: authority })).toContain(
    'ERR_CERT_AUTHORITY_INVALID',
  );
  // What raccord itself could not send is found out before anything is.
  expect(await run({ HOME: trusting })).toContain('NOT_REACHED_DIRECTLY');
  expect(posts).toEqual([]);
  expect(await run({ HOME: trusting, NODE_EXTRA_CA_CERTS: authority })).toContain('sent');
  expect(posts).toEqual(['/x']);
  expect([...new Set(proxy.asked)]).toEqual([`CONNECT ${HOST}:443`]);

  await proxy.close();
  server.closeAllConnections();
  server.close();
});

/** Makes an authority and what it signs for the host. @returns the authority's file. */
function makeCertificates(folder: string): string {
  const openssl = (...args: string[]): void => {
    const { status, stderr } = spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' });
    expect(status, stderr).toBe(0);
  };
  const key = ['-newkey', 'rsa:2048', '-nodes', '-days', '2'];
  openssl(
    'req',
    '-x509',
    ...key,
    '-keyout',
    'authority.key',
    '-out',
    'authority.pem',
    '-subj',
    '/CN=Company',
  );
  openssl(
    ...[
      'req',
      '-x509',
      ...key,
      '-keyout',
      'server.key',
      '-out',
      'server.pem',
      '-subj',
      `/CN=${HOST}`,
    ],
    ...['-CA', 'authority.pem', '-CAkey', 'authority.key'],
    ...['-addext', `subjectAltName=DNS:${HOST}`, '-addext', 'basicConstraints=critical,CA:FALSE'],
  );
  return join(folder, 'authority.pem');
}

/** As docs/proxy.md says for Chromium on Linux. */
async function trust(home: string, authority: string): Promise<void> {
  const store = join(home, '.pki', 'nssdb');
  await mkdir(store, { recursive: true });
  const args = ['-d', `sql:${store}`, '-A', '-t', 'C,,', '-n', 'company', '-i', authority];
  const { status, stderr } = spawnSync('certutil', args, { encoding: 'utf8' });
  expect(status, stderr).toBe(0);
}
