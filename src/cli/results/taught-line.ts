import type { TaughtThing } from '../../teaching/taught.ts';
import type { Texts } from '../../messages/texts.ts';

/** Formats something that was taught as a line. */
export function taughtLine(thing: TaughtThing, { teach }: Texts): string {
  const { name, host, page, at } = thing;
  return teach.line(name, teach.taughtAs(thing), `${host}${page}`, at.slice(0, 10));
}
