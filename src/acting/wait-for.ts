import { setTimeout as pause } from 'node:timers/promises';
import { safeMessage } from '../errors/safe-message.ts';

/** Milliseconds between looks: short at first, since most waits end soon. */
const PAUSES = [10, 20, 40, 80, 100] as const;

/** Playwright's or the browser's messages for a page that is replaced while it is read. */
export const REPLACED =
  /Execution context was destroyed|Cannot find context with specified id|from a different document|Invalid frame in aria-ref selector|matched elements in multiple frames/u;

/**
 * Looks repeatedly until a result is there. A page that is left during a look shows nothing yet.
 * @param timeoutMs milliseconds; the current look is always finished.
 * @returns the result of the look, or undefined on timeout.
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
