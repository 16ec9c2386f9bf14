import type { ActivePage } from '../browser/active-page.ts';
import type { Look } from '../seeing/look.ts';
import { untilAsked } from './until-asked.ts';
import { waitFor } from './wait-for.ts';

/** Signs that tell a list from the one before and from one that is still empty. */
interface ListSigns<R> {
  /** The latest look, if nothing was done since. */
  readonly latest: Look | undefined;
  /** Whether rows are those of an earlier choice. */
  readonly isEarlier: (rows: readonly R[]) => boolean;
  /** Whether the page tells that the list is not empty, and for how long that is believed. */
  readonly fillsWithinMs: number;
}

/**
 * Reads a list that follows a choice until two reads in a row agree.
 * @returns undefined if they never do, otherwise the rows, or those of an earlier choice that stay.
 */
export async function readSteadily<R>(
  activePage: ActivePage,
  read: (latest?: Look) => Promise<R[]>,
  { latest, isEarlier, fillsWithinMs }: ListSigns<R>,
): Promise<R[] | undefined> {
  const start = performance.now();
  let look = latest;
  let before: string | undefined;
  let earlier: R[] | undefined;
  const rows = await waitFor(async () => {
    if (before !== undefined) await activePage.staysSettled();
    else if (look === undefined) await activePage.settled();
    const now = await read(look);
    look = undefined;
    if (now.length === 0) await untilAsked(activePage.view);
    const isFilling = now.length === 0 && performance.now() - start < fillsWithinMs;
    const seen = JSON.stringify(now);
    const agrees = seen === before && !isFilling;
    before = seen;
    earlier = isEarlier(now) ? now : undefined;
    return agrees && earlier === undefined ? now : undefined;
  });
  return rows ?? earlier;
}
