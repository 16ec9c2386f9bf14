const NUMERIC = /\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b/u;

/**
 * Parses a date of the portal's tables (`31/01/2028`, perhaps with a time, or ISO) to an ISO date.
 * Returns undefined if the text contains none, or none that is a day of the calendar.
 */
export function parsePortalDate(text: string): string | undefined {
  const numeric = NUMERIC.exec(text);
  if (numeric !== null) return calendarDay(numeric[3], numeric[2], numeric[1]);
  const iso = /\b(\d{4})-(\d{2})-(\d{2})(?!\d)/u.exec(text);
  return iso === null ? undefined : calendarDay(iso[1], iso[2], iso[3]);
}

/**
 * Checks whether the dates of one list may be read day first. A single `01/25/2028` shows that the
 * month comes first in all of them, `02/03/2028` included.
 */
export function areDayFirst(texts: readonly (string | undefined)[]): boolean {
  return !texts.some((text = '') => {
    const numeric = NUMERIC.exec(text);
    if (numeric === null || parsePortalDate(text) !== undefined) return false;
    return calendarDay(numeric[3], numeric[1], numeric[2]) !== undefined;
  });
}

function calendarDay(year = '', month = '', day = ''): string | undefined {
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(iso);
  // The 30th of February would be a day in March.
  const isDay = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso);
  return isDay ? iso : undefined;
}

/** The validity of a technical account's password, in days (facts/portal.md section d). */
const PASSWORD_VALIDITY_DAYS = 424;

/** Returns the ISO date on which a password created at that moment expires. */
export function expiryAfter(created: Date): string {
  const expiry = new Date(created);
  expiry.setUTCDate(expiry.getUTCDate() + PASSWORD_VALIDITY_DAYS);
  return expiry.toISOString().slice(0, 10);
}

/** The number of days before expiry from which a password is due for renewal. */
export const EXPIRES_SOON_DAYS = 60;

/** Returns the whole days from now until an ISO date begins; negative if it is past. */
export function daysUntil(isoDate: string, now: Date): number {
  const today = now.toISOString().slice(0, 10);
  return Math.round((Date.parse(isoDate) - Date.parse(today)) / 86_400_000);
}
