/**
 * Parses a date of the portal's tables (`31/01/2028`, perhaps with a time, or ISO) to an ISO date.
 * Returns undefined if the text contains none.
 */
export function parsePortalDate(text: string): string | undefined {
  const french = /\b(\d{2})[/.-](\d{2})[/.-](\d{4})\b/u.exec(text);
  if (french !== null) return `${french[3] ?? ''}-${french[2] ?? ''}-${french[1] ?? ''}`;
  return /\b\d{4}-\d{2}-\d{2}\b/u.exec(text)?.[0];
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
