import type { Clock } from '../../domain/clock.ts';
import { sayMoment } from '../../schedule/wall-clock.ts';
import { millisecondsUntilOpen, type DailyWindow } from '../../schedule/window.ts';

/** A machine that sleeps or whose clock is set must not oversleep: so often the time is looked at. */
const LOOK_EVERY_MS = 30_000;

interface HoldOptions {
  readonly timezone: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Told once for each wait, with the moment at which it goes on. */
  readonly announce: (until: string) => void;
}

/**
 * Waits until the hours in which writes are allowed, or until the signal aborts. Several that wait
 * side by side are announced once.
 */
export function holdOutside(
  window: DailyWindow | undefined,
  { timezone, clock, signal, announce }: HoldOptions,
): () => Promise<void> {
  let waiting: Promise<void> | undefined;
  const wait = async (window: DailyWindow): Promise<void> => {
    const left = (): number => millisecondsUntilOpen(window, clock.now(), timezone);
    const first = left();
    if (first > 0) announce(sayMoment(new Date(clock.now().getTime() + first), timezone));
    for (let wait = first; wait > 0 && !signal.aborted; wait = left()) {
      await clock.sleep(Math.min(wait, LOOK_EVERY_MS), signal);
    }
  };
  return async () => {
    if (window === undefined) return;
    waiting ??= wait(window).finally(() => {
      waiting = undefined;
    });
    await waiting;
  };
}
