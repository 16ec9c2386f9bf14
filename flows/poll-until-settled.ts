import type { Clock } from '../src/domain/clock.ts';

/** Pauses between two reads of the portal's list, increasing, in milliseconds. */
const PAUSES = [500, 1_000, 2_000, 4_000, 8_000] as const;

export interface SettleWindow {
  readonly clock: Clock;
  /** Time from now during which a request may still land, in milliseconds. */
  readonly leftMs: number;
}

/**
 * Returns the rest of the settle window of an earlier run's intent. If the clock was set back
 * since, the intent is in the future: then the whole window is left, and no more.
 * @param intendedAt ISO time; the whole window is left if it is not known.
 * @param landsWithinMs time after its intent during which a request may still land.
 * @param now by the clock that `intendedAt` was taken from, if that is not this machine's.
 */
export function settleWindow(
  clock: Clock,
  intendedAt: string | undefined,
  landsWithinMs: number,
  now = clock.now(),
): SettleWindow {
  const age = intendedAt === undefined ? 0 : now.getTime() - Date.parse(intendedAt);
  return { clock, leftMs: landsWithinMs - Math.max(age, 0) };
}

/**
 * Polls until the expected result appears or the settle window is over. A request that was sent
 * before a crash can land after the first look of the restart: only a look after the window proves
 * "not there" (facts/stack.md section 0).
 */
export async function pollUntilSettled<T>(
  { clock, leftMs }: SettleWindow,
  look: () => Promise<T | undefined>,
): Promise<T | undefined> {
  // Elapsed time, so that setting the clock does not change the window.
  const end = clock.elapsed() + leftMs;
  for (let attempt = 0; ; attempt += 1) {
    // The time is taken before the look: a look that began inside the window proves nothing.
    const windowIsOver = clock.elapsed() >= end;
    const found = await look();
    if (found !== undefined || windowIsOver) return found;
    const pause = PAUSES[Math.min(attempt, PAUSES.length - 1)] ?? 0;
    await clock.sleep(Math.min(pause, Math.max(end - clock.elapsed(), 0)));
  }
}
