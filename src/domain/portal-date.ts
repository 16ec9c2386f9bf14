/**
 * A date as the portal's tables write it (`31/01/2028`, perhaps with a time, or ISO) as an ISO date.
 * Undefined where the text holds none.
 */
export function parsePortalDate(text: string): string | undefined {
  const french = /\b(\d{2})[/.-](\d{2})[/.-](\d{4})\b/u.exec(text);
  if (french !== null) return `${french[3] ?? ''}-${french[2] ?? ''}-${french[1] ?? ''}`;
  return /\b\d{4}-\d{2}-\d{2}\b/u.exec(text)?.[0];
}

/** A technical account's password is good for 424 days (facts/portal.md section d). */
const PASSWORD_VALIDITY_DAYS = 424;

/** The ISO date on which a password made at that moment expires. */
export function expiryAfter(created: Date): string {
  const expiry = new Date(created);
  expiry.setUTCDate(expiry.getUTCDate() + PASSWORD_VALIDITY_DAYS);
  return expiry.toISOString().slice(0, 10);
}

/** An account whose password expires within so many days is due to be renewed. */
export const EXPIRES_SOON_DAYS = 60;

/** Whole days from now until an ISO date begins; negative where it is past. */
export function daysUntil(isoDate: string, now: Date): number {
  const today = now.toISOString().slice(0, 10);
  return Math.round((Date.parse(isoDate) - Date.parse(today)) / 86_400_000);
}
