import type { Config } from '../../config/config.ts';
import { systemClock } from '../../domain/clock.ts';
import { parseWindow } from '../../schedule/window.ts';
import type { CommandContext } from '../context.ts';
import { holdOutside } from './write-hours.ts';

/** How quickly, and when, a command works on many SIRETs. Times are in milliseconds. */
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
    ...(flags.maxFailures !== undefined && { maxFailures: flags.maxFailures }),
    minIntervalMs: flags.minInterval ?? DEFAULTS.minIntervalMs,
    signal,
  };
}

/** @throws RaccordError WINDOW_INVALID. */
export function holdFor(
  { terminal, texts, signal }: CommandContext,
  { window }: PaceFlags,
  { timezone }: Config,
): () => Promise<void> {
  return holdOutside(window === undefined ? undefined : parseWindow(window), {
    timezone,
    clock: systemClock,
    signal,
    announce: (until) => {
      terminal.err(texts.batch.outsideWindow(until));
    },
  });
}
