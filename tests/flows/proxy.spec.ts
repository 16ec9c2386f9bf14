import { registerEngines } from '../../src/acting/interruptions.ts';
import { startTestProxy, type TestProxy } from '../../fixtures/playwright/test-proxy.ts';
import { testBrowser } from '../../fixtures/playwright/test-browser.ts';
import { findBrowser } from '../../src/browser/find-browser.ts';
import { newContext, startBrowser, type StartedBrowser } from '../../src/browser/launch.ts';
import { ActivePage } from '../../src/browser/active-page.ts';
import { SingleSend } from '../../src/browser/single-send.ts';
import { readNetwork } from '../../src/config/network.ts';
import { PortalPage } from '../../flows/pages/portal-page.ts';
import { expect, test as base } from './counting-server.ts';

const PORTAL = 'http://portail.example.test/';
const ACCESS = { user: 'CORP\\jean', password: 'pr0xy:p@ss#w/rd' };

interface Place {
  /** A proxy that asks for a password, behind which the server is the portal and nothing else is. */
  readonly companyProxy: TestProxy;
  /** A browser that is given the proxy as these variables name it. */
  readonly started: (variables: Record<string, string>) => Promise<StartedBrowser>;
  /** A tab of one that is given user and password. */
  readonly behindProxy: ActivePage;
}

const test = base.extend<Place>({
  companyProxy: async ({ server }, use) => {
    const port = Number(new URL(server.url()).port);
    const portOf = (host: string): number | undefined =>
      host === new URL(PORTAL).hostname ? port : undefined;
    const proxy = await startTestProxy({ portOf, access: ACCESS });
    await use(proxy);
    await proxy.close();
  },
  started: async ({}, use) => {
    const all: StartedBrowser[] = [];
    await registerEngines();
    await use(async (variables) => {
      const started = await startBrowser({
        ...{ browser: findBrowser(testBrowser()), headed: false, version: '0.0.0-test' },
        network: readNetwork([variables], []),
      });
      all.push(started);
      return started;
    });
    await Promise.all(all.map((started) => started.close()));
  },
  behindProxy: async ({ companyProxy: proxy, started }, use) => {
    const context = await newContext(await started({ HTTPS_PROXY: proxy.address }), {});
    await use(new ActivePage(await context.newPage()));
  },
});

const nothingReads = (): boolean => false;

/** Presses the form's button, and sends once what that writes. */
async function submit({ page }: ActivePage): Promise<void> {
  const single = await SingleSend.prepare(page.mainFrame(), nothingReads);
  await single.during(async () => {
    await page.getByRole('button', { name: 'Valider' }).click();
  });
}

test('the browser and the write go through the proxy with user and password, and leave once', async ({
  companyProxy: proxy,
  server,
  behindProxy: activePage,
}) => {
  await activePage.page.goto(PORTAL);
  await submit(activePage);
  await expect(activePage.page).toHaveTitle('done');
  expect(server.posts).toMatchObject([{ path: '/x', cookie: 'session=1', isOfBrowser: false }]);
  expect(proxy.hosts).toEqual(['portail.example.test']);
});

test('a write whose answer the proxy cuts has arrived once, and never comes again', async ({
  companyProxy: proxy,
  server,
  behindProxy: activePage,
}) => {
  await activePage.page.goto(PORTAL);
  const single = await SingleSend.prepare(activePage.view, nothingReads);
  proxy.cutsAnswers = true;
  await single.during(async () => {
    const failed = activePage.page.waitForEvent('requestfailed');
    await activePage.page.getByRole('button', { name: 'Valider' }).click();
    await failed;
  });
  proxy.cutsAnswers = false;
  // The tab itself may still be on its way to the browser's own page of errors.
  await (await activePage.context.newPage()).goto(PORTAL);
  expect(server.posts).toHaveLength(1);
});

test('a write that the proxy refuses has not arrived, and the page is told that it broke', async ({
  companyProxy: proxy,
  server,
  behindProxy: activePage,
}) => {
  await activePage.page.goto(PORTAL);
  const single = await SingleSend.prepare(activePage.view, nothingReads);
  proxy.refusal = 407;
  await single.during(async () => {
    const failed = activePage.page.waitForEvent('requestfailed');
    await activePage.page.getByRole('button', { name: 'Valider' }).click();
    expect((await failed).failure()?.errorText).toContain('ERR_CONNECTION_RESET');
  });
  expect(server.posts).toEqual([]);
});

test('what NO_PROXY names is reached directly, by the browser and by the write', async ({
  companyProxy: proxy,
  server,
  started,
}) => {
  const variables = { HTTPS_PROXY: proxy.address, NO_PROXY: '.other.test' };
  const context = await newContext(await started(variables), {});
  const activePage = new ActivePage(await context.newPage());
  await activePage.page.goto(server.url());
  await submit(activePage);
  expect(server.posts).toHaveLength(1);
  await expect(activePage.page.goto('http://a.other.test/')).rejects.toThrow(
    'ERR_NAME_NOT_RESOLVED',
  );
  expect(proxy.asked).toEqual([]);
});

test('a proxy that wants a password, one that refuses, a proxy and a name that are not there are told apart', async ({
  companyProxy: proxy,
  started,
}) => {
  const portal = new URL('https://portail.example.test/');
  const opened = async (variables: Record<string, string>): Promise<unknown> => {
    const context = await newContext(await started(variables), {});
    return new PortalPage(new ActivePage(await context.newPage()), portal).open();
  };
  // The browser gets through with user and password: the server behind speaks no TLS.
  await expect(opened({ HTTPS_PROXY: proxy.address })).rejects.toMatchObject({
    ...{ code: 'PORTAL_UNAVAILABLE', details: { answer: 'net::ERR_SSL_PROTOCOL_ERROR' } },
  });
  await expect(opened({ HTTPS_PROXY: proxy.server })).rejects.toMatchObject({
    ...{ code: 'PROXY_REFUSED', exitCode: 2 },
    details: { host: 'portail.example.test', proxy: proxy.server, reason: 'HTTP 407' },
  });
  proxy.refusal = 403;
  await expect(opened({ HTTPS_PROXY: proxy.address })).rejects.toMatchObject({
    ...{ code: 'PROXY_REFUSED', details: { reason: 'HTTP 403' } },
  });
  proxy.refusal = 503;
  await expect(opened({ HTTPS_PROXY: proxy.address })).rejects.toMatchObject({
    ...{ code: 'PORTAL_UNAVAILABLE', exitCode: 3 },
    details: { answer: `HTTP 503 (${proxy.server})` },
  });
  await expect(opened({ HTTPS_PROXY: 'http://127.0.0.1:9' })).rejects.toMatchObject({
    ...{ code: 'PROXY_UNREACHABLE', exitCode: 3, details: { proxy: 'http://127.0.0.1:9' } },
  });
  await expect(opened({})).rejects.toMatchObject({
    ...{ code: 'NAME_NOT_RESOLVED', exitCode: 3, details: { host: 'portail.example.test' } },
  });
});
