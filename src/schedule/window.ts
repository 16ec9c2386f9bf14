import { RaccordError } from '../errors/raccord-error.ts';
import { wallClock } from './wall-clock.ts';

/** The part of each day in which writes are allowed, in local time. */
export interface DailyWindow {
  /** As configured: `20:00-06:00`. */
  readonly text: string;
  /** Minutes since midnight; inclusive. */
  readonly opens: number;
  /** Minutes since midnight; exclusive. */
  readonly closes: number;
}

const MINUTE = 60_000;

/** A window opens within three days: one that falls into the lost hour skips a day. */
const MAX_MINUTES = 3 * 24 * 60;

/**
 * Parses a window such as `20:00-06:00`; the end may be on the next day.
 * @throws RaccordError WINDOW_INVALID
 */
export function parseWindow(text: string): DailyWindow {
  const match = /^\s*(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})\s*$/u.exec(text);
  const opens = minutesOf(match?.[1], match?.[2]);
  // `24:00` is a common way to write the end of a day.
  const closes = minutesOf(match?.[3], match?.[4], 24 * 60) % (24 * 60);
  if (Number.isNaN(opens) || Number.isNaN(closes) || opens === closes) {
    throw new RaccordError('WINDOW_INVALID', { window: text });
  }
  return { text: text.replace(/\s/gu, ''), opens, closes };
}

/** Returns true if a write is allowed at a time. */
export function isInside({ opens, closes }: DailyWindow, date: Date, timezone: string): boolean {
  const { minuteOfDay } = wallClock(date, timezone);
  return opens < closes
    ? minuteOfDay >= opens && minuteOfDay < closes
    : minuteOfDay >= opens || minuteOfDay < closes;
}

/**
 * Returns the milliseconds until writes are allowed; 0 inside the window. Checks the local time
 * minute by minute, because arithmetic on hours fails on the nights when clocks are put forward or
 * back.
 */
export function millisecondsUntilOpen(window: DailyWindow, date: Date, timezone: string): number {
  if (isInside(window, date, timezone)) return 0;
  const now = date.getTime();
  const thisMinute = now - (now % MINUTE);
  for (let minutes = 1; minutes <= MAX_MINUTES; minutes += 1) {
    const moment = thisMinute + minutes * MINUTE;
    if (isInside(window, new Date(moment), timezone)) return moment - now;
  }
  return 0;
}

function minutesOf(hour: string | undefined, minute: string | undefined, last = 1439): number {
  if (hour === undefined || minute === undefined) return NaN;
  const minutes = Number(hour) * 60 + Number(minute);
  return Number(minute) < 60 && minutes <= last ? minutes : NaN;
}
