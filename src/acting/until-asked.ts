import { isDeepStrictEqual } from 'node:util';
import { trafficOf } from '../browser/traffic.ts';
import type { Look } from '../seeing/look.ts';
import { lookAt, type Scope } from '../seeing/look-at.ts';
import { tableWith } from '../seeing/tables.ts';
import type { Wording } from '../seeing/wording.ts';
import { tabOf } from './knowledge.ts';
import { waitFor } from './wait-for.ts';

/** Time that a page may take to ask its server after a press or a choice, in milliseconds. */
const ASKING_MS = 2_000;

/** A list as it was before a press, and the columns of its table. */
interface ListBefore {
  readonly look: Look;
  readonly columns: readonly Wording[];
}

/**
 * Waits until the latest press or choice had an effect: until then, a list may be the one before. A
 * page may also show other lines without asking its server, or have none to change.
 */
export async function untilAsked(scope: Scope, list?: ListBefore): Promise<void> {
  const traffic = trafficOf(tabOf(scope));
  const linesIn = (look: Look, { columns }: ListBefore): readonly unknown[] =>
    tableWith(look, columns)?.rows ?? [];
  const hasChanged = async (): Promise<boolean> => {
    if (list === undefined) return false;
    const now = linesIn(await lookAt(scope), list);
    // Emptied lines may be still to come.
    return now.length > 0 && !isDeepStrictEqual(now, linesIn(list.look, list));
  };
  const left = ASKING_MS - (performance.now() - traffic.actedAt);
  await waitFor(async () => traffic.isAsked || (await hasChanged()) || undefined, left);
}
