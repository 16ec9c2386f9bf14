import { setTimeout as pause } from 'node:timers/promises';
import { safeMessage } from '../errors/safe-message.ts';

/** Milliseconds between looks: short at first, since most of what is waited for is about to come. */
const PAUSES = [10, 20, 40, 80, 100] as const;

/** What Playwright, or the browser itself, says of a page that another one replaces while it is read. */
export const REPLACED =
  /Execution context was destroyed|Cannot find context with specified id|from a different document/u;

/**
 * Looks again and again until something is there. A page that is left while it is looked at shows
 * nothing yet.
 * @param timeoutMs milliseconds; the look in hand is always finished.
 * @returns what the look gave, or undefined when patience ran out.
 */
export async function waitFor<T>(
  look: () => Promise<T | undefined>,
  timeoutMs = 15_000,
): Promise<T | undefined> {
  const deadline = performance.now() + timeoutMs;
  for (let attempt = 0; ; attempt += 1) {
    const isLast = performance.now() >= deadline;
    const found = await look().catch((error: unknown) => {
      if (!isLast && REPLACED.test(safeMessage(error))) return undefined;
      throw error;
    });
    if (found !== undefined || isLast) return found;
    await pause(PAUSES[Math.min(attempt, PAUSES.length - 1)]);
  }
}
