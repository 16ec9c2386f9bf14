import type { Config } from '../../config/config.ts';
import { systemClock, type Clock } from '../../domain/clock.ts';
import { formatMoment } from '../../schedule/wall-clock.ts';
import { millisecondsUntilOpen, parseWindow, type DailyWindow } from '../../schedule/window.ts';
import type { CommandContext } from '../context.ts';

/** Flags for the pace and the hours of work on many SIRETs. Times are in milliseconds. */
export interface PaceFlags {
  readonly concurrency?: number;
  readonly maxFailures?: number;
  readonly minInterval?: number;
  /** Hours in which writes are allowed, such as `20:00-06:00`. */
  readonly window?: string;
}

interface Pace {
  readonly signal: AbortSignal;
  readonly concurrency: number;
  readonly maxFailures?: number;
  readonly minIntervalMs: number;
}

const DEFAULTS = { concurrency: 2, minIntervalMs: 2_000 } as const;

export function batchOptions({ signal }: CommandContext, flags: PaceFlags): Pace {
  return {
    concurrency: flags.concurrency ?? DEFAULTS.concurrency,
    maxFailures: flags.maxFailures,
    minIntervalMs: flags.minInterval ?? DEFAULTS.minIntervalMs,
    signal,
  };
}

/** @throws RaccordError WINDOW_INVALID. */
export function windowWait(
  { terminal, texts, signal }: CommandContext,
  { window }: PaceFlags,
  { timezone }: Config,
): () => Promise<void> {
  return waitUntilInWindow(window === undefined ? undefined : parseWindow(window), {
    timezone,
    clock: systemClock,
    signal,
    announce: (until) => {
      terminal.err(texts.batch.outsideWindow(until));
    },
  });
}

/** Milliseconds between looks at the clock, in case the machine sleeps or its clock is set. */
const LOOK_EVERY_MS = 30_000;

interface HoldOptions {
  readonly timezone: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Called once for each wait, with the time at which it ends. */
  readonly announce: (until: string) => void;
}

/**
 * Returns a function that waits for the hours in which writes are allowed, or until the signal
 * aborts. Concurrent waits are announced once.
 */
export function waitUntilInWindow(
  window: DailyWindow | undefined,
  { timezone, clock, signal, announce }: HoldOptions,
): () => Promise<void> {
  let waiting: Promise<void> | undefined;
  const wait = async (window: DailyWindow): Promise<void> => {
    const left = (): number => millisecondsUntilOpen(window, clock.now(), timezone);
    const first = left();
    if (first > 0) announce(formatMoment(new Date(clock.now().getTime() + first), timezone));
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
