import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test as base } from '../../fixtures/playwright/robot-browser.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** What was posted, as it came in at the socket. */
export interface Post {
  readonly path: string;
  readonly body: string;
  readonly cookie: string | undefined;
  /** A browser says what it asks for; raccord does not. */
  readonly isOfBrowser: boolean;
}

/** A server of a test's own, under any name below `localhost`, that counts what is posted to it. */
export interface CountingServer {
  url(host?: string): string;
  readonly posts: readonly Post[];
  /** How a post is answered. */
  answer: Answer;
  /** What each path shows; one that is not named shows `/`. */
  readonly pages: Record<string, string>;
  /** Resolves once so many posts have come in. */
  received(count: number): Promise<void>;
}

export const FORM =
  '<form method="post" action="/x"><input name="a" value="é"><button>Valider</button></form>';

export const cut: Answer = ({ socket }) => socket.resetAndDestroy();

/** Answers later, as milliseconds say. */
export function after(ms: number, answer: Answer): Answer {
  return (request, response) => setTimeout(() => answer(request, response), ms);
}

export const test = base.extend<{ server: CountingServer }>({
  server: async ({}, use) => {
    const posts: Post[] = [];
    const http = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      if (request.method === 'POST') {
        return void text(request).then((body) => {
          const { cookie, 'sec-fetch-mode': mode } = request.headers;
          posts.push({ path: pathname, body, cookie, isOfBrowser: mode !== undefined });
          server.answer(request, response);
        });
      }
      const isScript = pathname.endsWith('.js');
      response.writeHead(200, {
        'Content-Type': isScript ? 'text/javascript' : 'text/html; charset=utf-8',
        'Set-Cookie': 'session=1; Path=/',
      });
      const page = server.pages[pathname] ?? server.pages['/'] ?? '';
      return response.end(isScript ? page : `<!doctype html><title>${pathname}</title>${page}`);
    });
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    const { port } = http.address() as AddressInfo;
    const server: CountingServer = {
      url: (host = 'portail') => `http://${host}.localhost:${String(port)}/`,
      posts,
      answer: (_request, response) => response.end('<title>done</title>'),
      pages: { '/': FORM },
      received: (count) => expect.poll(() => posts.length).toBe(count),
    };
    await use(server);
    http.closeAllConnections();
    http.close();
  },
});

export { expect } from '@playwright/test';
