import type { Clock } from '../src/domain/clock.ts';

/** Pauses between two looks at the portal's list grow from the first to the last, in milliseconds. */
const PAUSES = [500, 1_000, 2_000, 4_000, 8_000] as const;

export interface SettleWindow {
  readonly clock: Clock;
  /** When the intent was recorded. */
  readonly since: Date;
  /** How long after it a request may still land, in milliseconds (`RACCORD_SETTLE`). */
  readonly settleMs: number;
}

/**
 * Looks until what was meant is there or the settle window is over. A request that was sent before
 * a crash can land after the restart has looked: only a look after the window says "not there"
 * (facts/stack.md section 0).
 */
export async function lookUntilSettled<T>(
  window: SettleWindow,
  look: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const { clock, since, settleMs } = window;
  const end = since.getTime() + settleMs;
  for (let attempt = 0; ; attempt += 1) {
    // The clock is read before the look: a look that began inside the window proves nothing.
    const windowIsOver = clock.now().getTime() >= end;
    const found = await look();
    if (found !== undefined || windowIsOver) return found;
    const pause = PAUSES[Math.min(attempt, PAUSES.length - 1)] ?? 0;
    await clock.sleep(Math.min(pause, Math.max(end - clock.now().getTime(), 0)));
  }
}
