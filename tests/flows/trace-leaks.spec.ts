import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext } from 'playwright';
import { readAllVisibleText, readSecret, typeSecret } from '../../src/browser/secret-channel.ts';
import { Trace } from '../../src/browser/trace-recorder.ts';
import { AllowedHosts } from '../../src/domain/allowed-hosts.ts';
import { Secret } from '../../src/secrets/secret.ts';
import { test as base, expect } from '../../fixtures/playwright/robot-browser.ts';
import { membersWith } from '../../fixtures/playwright/zip-members.ts';

/** facts/peers.md section 4.2, measured again: what of a secret Playwright's traces keep. */

const SECRET = 'Gen3r8_Zx9qLmN';

/** A page that the server sends with the secret in it, and one that a script puts it in. */
const PAGES: Readonly<Record<string, string>> = {
  '/served': `<label for="s">Mot de passe</label><input id="s" value="${SECRET}">`,
  '/made': `<label for="s">Mot de passe</label><input id="s"><script>
      s.value = ['Gen3r8', 'Zx9qLmN'].join('_');</script>`,
  '/empty': '<label for="s">Mot de passe</label><input id="s" type="password">',
  '/harmless': '<h1>Rien à cacher</h1>',
};

const test = base.extend<{ site: string }>({
  site: async ({}, use) => {
    const server = createServer((request, response) => {
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(`<!doctype html>${PAGES[request.url ?? ''] ?? ''}`);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.close();
    server.closeAllConnections();
  },
});

/** As the product records: actions and pictures, but no DOM and no network. */
const AS_RACCORD = { screenshots: true, snapshots: false };

for (const path of ['/served', '/made']) {
  test(`a secret is read without a trace of it: ${path}`, async ({ robotScreen, site, folder }) => {
    const zip = join(folder, 'trace.zip');
    const { page, context } = robotScreen;
    await context.tracing.start(AS_RACCORD);
    await page.goto(`${site}${path}`);
    expect((await readSecret(page.locator('#s'))).reveal()).toBe(SECRET);
    expect((await readAllVisibleText(page, [])).reveal()).toContain(SECRET);
    await context.tracing.stop({ path: zip });
    expect(await membersWith(zip, SECRET)).toEqual([]);
    expect(await membersWith(zip, path)).not.toEqual([]);
  });

  test(`Playwright's own reading leaves the secret in the trace: ${path}`, async ({
    robotScreen: { page, context },
    site,
    folder,
  }) => {
    const zip = join(folder, 'trace.zip');
    for (const read of [
      () => page.locator('#s').inputValue(),
      () => page.evaluate(() => document.querySelector('input')?.value),
    ]) {
      await context.tracing.start(AS_RACCORD);
      await page.goto(`${site}${path}`);
      expect(await read()).toBe(SECRET);
      await context.tracing.stop({ path: zip });
      expect(await membersWith(zip, SECRET)).toEqual(['trace.trace']);
    }
  });
}

test('what waits for one element leaves its attributes in the trace', async ({
  robotScreen: { page, context },
  site,
  folder,
}) => {
  const zip = join(folder, 'trace.zip');
  await context.tracing.start(AS_RACCORD);
  await page.goto(`${site}/served`);
  await page.locator('#s').waitFor();
  await context.tracing.stop({ path: zip });
  expect(await membersWith(zip, SECRET)).toEqual(['trace.trace']);
});

test('a secret is typed without a trace of it, as filling is not', async ({
  robotScreen: { page, context },
  site,
  folder,
}) => {
  const zip = join(folder, 'trace.zip');
  await context.tracing.start(AS_RACCORD);
  await page.goto(`${site}/empty`);
  await typeSecret(page.locator('#s'), new Secret(SECRET), new AllowedHosts(['127.0.0.1']));
  await context.tracing.stop({ path: zip });
  expect(await membersWith(zip, SECRET)).toEqual([]);

  await context.tracing.start(AS_RACCORD);
  await page.locator('#s').fill(SECRET);
  await context.tracing.stop({ path: zip });
  expect(await membersWith(zip, SECRET)).toEqual(['trace.trace']);
});

test('with pictures of the DOM no channel is safe, and a chunk is no wall', async ({
  robotScreen: { page, context },
  site,
  folder,
}) => {
  const zip = join(folder, 'trace.zip');
  await context.tracing.start({ snapshots: true });
  await page.goto(`${site}/served`);
  await readSecret(page.locator('#s'));
  await context.tracing.stop({ path: zip });
  expect(await membersWith(zip, SECRET)).not.toEqual([]);

  await page.goto(`${site}/harmless`);
  await context.tracing.start({ snapshots: true });
  await context.tracing.startChunk();
  await context.tracing.stopChunk();
  await page.goto(`${site}/served`);
  await context.tracing.startChunk();
  await page.locator('label').click();
  await context.tracing.stopChunk({ path: zip });
  await context.tracing.stop();
  expect(await membersWith(zip, SECRET)).not.toEqual([]);
});

test('a trace that is stopped before the secret and goes on after it holds nothing of it', async ({
  robotScreen,
  site,
  folder,
}) => {
  const { page } = robotScreen;
  const trace = new Trace(robotScreen, folder);
  await trace.resume();
  await page.goto(`${site}/harmless?before`);
  await trace.stop();
  await page.goto(`${site}/served`);
  await page.locator('#s').inputValue();
  await page.locator('#s').fill(`${SECRET} too`);
  await trace.stop();
  await trace.resume();
  expect(page.url()).toBe('about:blank');
  await page.goto(`${site}/harmless?after`);
  await trace.stop();

  const parts = (await readdir(folder)).sort();
  expect(parts).toEqual(['trace-1.zip', 'trace-2.zip']);
  for (const [part, when] of [
    ['trace-1.zip', 'before'],
    ['trace-2.zip', 'after'],
  ] as const) {
    const zip = join(folder, part);
    expect(await membersWith(zip, SECRET)).toEqual([]);
    expect(await membersWith(zip, '/served')).toEqual([]);
    expect(await membersWith(zip, `/harmless?${when}`)).toEqual(['trace.trace']);
    expect((await stat(zip)).mode & 0o777).toBe(0o600);
  }
});

test('cookies are in no trace of the product, though they are in one with the network', async ({
  robotScreen: { page, context },
  site,
  folder,
}) => {
  await context.addCookies([{ name: 'session', value: SECRET, url: site }]);
  expect(await traced(context, AS_RACCORD)).toEqual([]);
  expect(await traced(context, { snapshots: true })).toEqual(['trace.network']);

  async function traced(of: BrowserContext, options: object): Promise<string[]> {
    const zip = join(folder, 'trace.zip');
    await of.tracing.start(options);
    await page.goto(`${site}/harmless`);
    await of.tracing.stop({ path: zip });
    return membersWith(zip, SECRET);
  }
});
