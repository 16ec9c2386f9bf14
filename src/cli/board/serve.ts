import { createServer, type Server } from 'node:http';
import { Board, type BoardParts } from './answer.ts';

/** Creates the board's server, which does not listen yet. */
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
