import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test as base } from '../../fixtures/playwright/robot-browser.ts';
import { SingleSend } from '../../src/browser/single-send.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

interface Server {
  readonly url: string;
  /** The bodies that were posted, with the cookies that came along. */
  readonly posts: { readonly body: string; readonly cookie: string | undefined }[];
  answer: Answer;
  /** What a page shows. */
  body: string;
}

const FORM =
  '<form method="post" action="/x"><input name="a" value="é"><button>Valider</button></form>';

const cut: Answer = ({ socket }) => socket.resetAndDestroy();

const test = base.extend<{ server: Server }>({
  server: async ({}, use) => {
    const http = createServer((request, response) => {
      if (request.method !== 'POST') {
        response.writeHead(200, {
          'Content-Type': 'text/html; charset=utf-8',
          'Set-Cookie': 'session=1; Path=/',
        });
        return response.end(`<!doctype html><title>${request.url ?? ''}</title>${server.body}`);
      }
      return void text(request).then((body) => {
        server.posts.push({ body, cookie: request.headers.cookie });
        server.answer(request, response);
      });
    });
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    const { port } = http.address() as AddressInfo;
    const server: Server = {
      url: `http://portail.localhost:${String(port)}/`,
      posts: [],
      answer: cut,
      body: FORM,
    };
    await use(server);
    http.closeAllConnections();
    http.close();
  },
});

const nothingReads = (): boolean => false;

test('a form whose connection is cut before the answer is sent once', async ({
  server,
  robotScreen: { page },
}) => {
  // Connections that are kept and opened ahead are those on which a browser sends again.
  for (let visit = 0; visit < 3; visit += 1) await page.goto(server.url);
  const single = await SingleSend.prepare(page.mainFrame(), nothingReads);
  await single?.during(async () => {
    const failed = page.waitForEvent('requestfailed');
    await page.getByRole('button').click();
    expect((await failed).failure()?.errorText).toBe('net::ERR_CONNECTION_RESET');
  });
  expect(server.posts).toEqual([{ body: 'a=%C3%A9', cookie: 'session=1' }]);
});

test('so is what a script of the page sends', async ({ server, robotScreen: { page } }) => {
  for (let visit = 0; visit < 3; visit += 1) await page.goto(server.url);
  const single = await SingleSend.prepare(page.mainFrame(), nothingReads);
  const outcome = await single?.during(() =>
    page.evaluate(() =>
      fetch('/y', { method: 'POST', body: 'z' }).then(
        ({ status }) => status,
        () => 'failed',
      ),
    ),
  );
  expect(outcome).toBe('failed');
  expect(server.posts).toHaveLength(1);
});

test('of two requests that are the same the second goes nowhere', async ({
  server,
  robotScreen: { page },
}) => {
  server.answer = (_request, response) => response.end('done');
  await page.goto(server.url);
  const single = await SingleSend.prepare(page.mainFrame(), nothingReads);
  const outcomes = await single?.during(() =>
    page.evaluate(() =>
      Promise.all(
        ['one', 'one', 'two'].map((body) =>
          fetch('/y', { method: 'POST', body }).then(
            (response) => response.text(),
            () => 'failed',
          ),
        ),
      ),
    ),
  );
  expect(outcomes?.sort()).toEqual(['done', 'done', 'failed']);
  expect(server.posts.map(({ body }) => body).sort()).toEqual(['one', 'two']);
});

test('a write that may not leave any more is not sent, and why is thrown', async ({
  server,
  robotScreen: { page },
}) => {
  await page.goto(server.url);
  const single = await SingleSend.prepare(page.mainFrame(), nothingReads);
  const sending = single?.during(
    async () => {
      const failed = page.waitForEvent('requestfailed');
      await page.getByRole('button').click();
      await failed;
    },
    () => Promise.reject(new Error('overtaken')),
  );
  await expect(sending).rejects.toThrow('overtaken');
  expect(server.posts).toEqual([]);
});

test('redirects and cookies of the answer are the browser’s own', async ({
  server,
  robotScreen: { page, context },
}) => {
  server.answer = (_request, response) => {
    response.writeHead(302, { Location: '/done', 'Set-Cookie': ['session=2; Path=/', 'b=3'] });
    response.end();
  };
  await page.goto(server.url);
  const single = await SingleSend.prepare(page.mainFrame(), nothingReads);
  await single?.during(async () => {
    await page.getByRole('button').click();
    await page.waitForURL('**/done');
  });
  await expect(page).toHaveTitle('/done');
  const cookies = await context.cookies(server.url);
  expect(cookies.map(({ name, value }) => `${name}=${value}`).sort()).toEqual(['b=3', 'session=1']);
});

test('what only reads goes through the browser, and a page without a host has nothing to send', async ({
  server,
  robotScreen: { page },
}) => {
  expect(await SingleSend.prepare(page.mainFrame(), nothingReads)).toBeUndefined();
  server.answer = (request, response) => response.end(request.headers['sec-fetch-mode']);
  await page.goto(server.url);
  const single = await SingleSend.prepare(page.mainFrame(), () => true);
  const read = (): Promise<string> =>
    page.evaluate(() => fetch('/y', { method: 'POST' }).then((response) => response.text()));
  await single?.during(read);
  await single?.during(read);
  expect(server.posts).toHaveLength(2);
});
