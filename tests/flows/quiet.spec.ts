import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { startTestProxy } from '../../fixtures/playwright/test-proxy.ts';
import { newContext, startBrowser } from '../../src/browser/launch.ts';
import { readNetwork } from '../../src/config/network.ts';

const PAGE =
  '<!doctype html><title>Portail</title><form method="post" action="/x"><input name="login" autocomplete="username"><input type="password" name="password"><button>Valider</button></form>';

for (const executablePath of ['/usr/bin/chromium', '/usr/bin/chromium-headless-shell']) {
  test(`${executablePath} calls nobody but the portal`, async () => {
    test.skip(!existsSync(executablePath), 'it is not installed');
    const server = createServer((_request, response) => {
      response.setHeader('Content-Type', 'text/html').end(PAGE);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const proxy = await startTestProxy({ portOf: () => port });
    const started = await startBrowser({
      ...{ browser: { executablePath }, headed: false, version: '0.0.0-test' },
      network: readNetwork([{ HTTPS_PROXY: proxy.address }], []),
    });
    const context = await newContext(started, {});
    const page = await context.newPage();
    // Without what keeps it quiet it calls as it starts, and again for each form that it sees.
    for (const path of ['', 'a', 'b']) {
      await page.goto(`http://portail.example.test/${path}`);
      await page.locator('[name=login]').fill('admin@example.fr');
      await page.locator('[name=password]').fill('a password');
      await page.getByRole('button').click();
      await page.waitForURL('**/x');
    }
    await started.close();
    expect(proxy.hosts).toEqual(['portail.example.test']);
    await proxy.close();
    server.closeAllConnections();
    server.close();
  });
}
