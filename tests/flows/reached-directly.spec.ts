import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test as base } from '../../fixtures/playwright/robot-browser.ts';
import { SingleSend } from '../../src/browser/single-send.ts';

const nothingReads = (): boolean => false;

interface Host {
  readonly url: string;
  answer: RequestListener;
  close(): Promise<void>;
}

const page: RequestListener = (_request, response) => {
  response.setHeader('Content-Type', 'text/html').end('<!doctype html><h1>Portail</h1>');
};

const test = base.extend<{ host: Host }>({
  host: async ({}, use) => {
    const http = createServer((request, response) => host.answer(request, response));
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    const host: Host = {
      url: `http://portail.localhost:${String((http.address() as AddressInfo).port)}/`,
      answer: page,
      close: async () => {
        http.closeAllConnections();
        http.close();
        await once(http, 'close');
      },
    };
    await use(host);
    if (http.listening) await host.close();
  },
});

test('a host that the browser alone reaches is told before anything is sent', async ({
  serve,
  robotScreen,
}) => {
  await serve(() => '<h1>Portail</h1>');
  await robotScreen.page.goto('https://portail.invalid/');
  await expect(SingleSend.prepare(robotScreen.view, nothingReads)).rejects.toMatchObject({
    code: 'NOT_REACHED_DIRECTLY',
    exitCode: 2,
    details: {
      host: 'portail.invalid',
      reason: expect.stringMatching(/^getaddrinfo (?:ENOTFOUND|EAI_AGAIN)/u),
    },
  });
});

test('so is one that lets browsers alone through', async ({ host, robotScreen }) => {
  host.answer = (request, response) => {
    if (request.headers['sec-fetch-mode'] === undefined) response.writeHead(403).end();
    else page(request, response);
  };
  await robotScreen.page.goto(host.url);
  await expect(SingleSend.prepare(robotScreen.view, nothingReads)).rejects.toMatchObject({
    code: 'NOT_REACHED_DIRECTLY',
    details: { reason: 'HTTP 403' },
  });
});

test('one that refuses what is asked for to everybody is reached all the same', async ({
  host,
  robotScreen,
}) => {
  host.answer = (request, response) => {
    if (request.url === '/robots.txt') response.writeHead(403).end();
    else page(request, response);
  };
  await robotScreen.page.goto(host.url);
  await expect(SingleSend.prepare(robotScreen.view, nothingReads)).resolves.toBeDefined();
});

test('one that is cut once is asked again, and is asked no more once it answered', async ({
  host,
  robotScreen,
}) => {
  await robotScreen.page.goto(host.url);
  let asked = 0;
  host.answer = (request, response) => {
    asked += 1;
    if (asked === 1) request.socket.resetAndDestroy();
    else page(request, response);
  };
  await SingleSend.prepare(robotScreen.view, nothingReads);
  await SingleSend.prepare(robotScreen.view, nothingReads);
  // Cut, by the page, and once more.
  expect(asked).toBe(3);
});

test('one that neither reaches is a portal that is down', async ({ host, robotScreen }) => {
  await robotScreen.page.goto(host.url);
  await host.close();
  await expect(SingleSend.prepare(robotScreen.view, nothingReads)).rejects.toMatchObject({
    code: 'PORTAL_UNAVAILABLE',
  });
});
