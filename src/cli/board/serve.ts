import { createServer, type Server } from 'node:http';
import { Board, type BoardParts } from './answer.ts';

/** Returns the board as a server that listens nowhere yet. */
export function serverOf(parts: BoardParts): Server {
  const shown = new Board(parts);
  return createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    void shown
      .answer({
        ...{ method, target: url, host: headers.host, authorization: headers.authorization },
        languages: headers['accept-language'],
      })
      .then(({ status, headers: own, body }) => {
        const bytes = Buffer.from(body, 'utf8');
        response.writeHead(status, { ...own, 'content-length': bytes.length });
        response.end(method === 'HEAD' ? undefined : bytes);
      });
  });
}
