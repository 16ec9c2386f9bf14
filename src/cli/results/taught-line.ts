import type { Texts } from '../../messages/texts.ts';
import type { Taught, TaughtThing } from '../../teaching/taught.ts';
import { nameOfRequest, type TaughtRequest } from '../../teaching/taught-request.ts';

/** Everything that was taught: its name, and how it is told in a line. */
export interface TaughtEntry {
  readonly name: string;
  readonly line: string;
}

/** Returns everything that was taught, as lines. */
export function taughtEntries({ things, requests }: Taught, texts: Texts): TaughtEntry[] {
  return [
    ...things.map((thing) => ({ name: thing.name, line: taughtLine(thing, texts) })),
    ...requests.map((request) => ({
      name: nameOfRequest(request),
      line: requestLine(request, texts),
    })),
  ];
}

function requestLine(request: TaughtRequest, { teach }: Texts): string {
  const { host, at } = request;
  const described = teach.requests.described(request);
  return teach.line(nameOfRequest(request), described, host, at.slice(0, 10));
}

function taughtLine(thing: TaughtThing, { teach }: Texts): string {
  const { name, host, page, at } = thing;
  return teach.line(name, teach.taughtAs(thing), `${host}${page}`, at.slice(0, 10));
}
