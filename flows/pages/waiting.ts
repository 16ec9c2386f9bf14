import { setTimeout as pause } from 'node:timers/promises';
import type { Locator } from 'playwright';
import { causeOf } from '../../src/domain/cause.ts';

const LOOK_EVERY_MS = 100;

/** What Playwright says of a page that another one replaces while it is read. */
const REPLACED = 'Execution context was destroyed';

/**
 * Looks again and again until something is there. A page that is left while it is looked at shows
 * nothing yet.
 * @param patience milliseconds; the look in hand is always finished.
 * @returns what the look gave, or undefined when patience ran out.
 */
export async function until<T>(
  look: () => Promise<T | undefined>,
  patience = 15_000,
): Promise<T | undefined> {
  const deadline = performance.now() + patience;
  for (;;) {
    const isLast = performance.now() >= deadline;
    const found = await look().catch((error: unknown) => {
      if (!isLast && causeOf(error).includes(REPLACED)) return undefined;
      throw error;
    });
    if (found !== undefined || isLast) return found;
    await pause(LOOK_EVERY_MS);
  }
}

/** The first of several things, in the order given, that shows itself within patience (milliseconds). */
export async function whichAppears<K extends string>(
  candidates: Readonly<Record<K, Locator>>,
  patience?: number,
): Promise<K | undefined> {
  return until(async () => {
    for (const name of Object.keys(candidates) as K[]) {
      if (await candidates[name].first().isVisible()) return name;
    }
    return undefined;
  }, patience);
}
