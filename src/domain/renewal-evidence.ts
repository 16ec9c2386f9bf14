import { expiryAfter, parsePortalDate } from './portal-date.ts';
import type { RowBefore } from './portal-row.ts';
import type { ListEvidence } from './settlement.ts';

/**
 * Compares an account's row with the one right before the reset. Dates may differ by one day, since
 * the portal uses its own time zone.
 */
export function renewalEvidence(before: RowBefore, now: RowBefore, intended: Date): ListEvidence {
  const today = intended.toISOString().slice(0, 10);
  const expected = expiryAfter(intended);
  const isOfThen = isNear(modifiedDay(now), today);
  if (now.expiresOn !== before.expiresOn && now.expiresOn !== undefined) {
    return isNear(now.expiresOn, expected) || isOfThen ? 'shown' : 'contradicts';
  }
  // An expiry that is no longer shown says nothing about the old password.
  if (before.expiresOn !== undefined && now.expiresOn === undefined) return 'cannot-tell';
  const hasMoved = now.modified !== undefined && now.modified !== before.modified;
  const expiryWouldMove = before.expiresOn !== undefined && !isNear(before.expiresOn, expected);
  if (expiryWouldMove) return hasMoved ? 'contradicts' : 'not-shown';
  if (hasMoved) return isOfThen ? 'shown' : 'contradicts';
  const day = modifiedDay(before);
  return day === undefined || isNear(day, today) ? 'cannot-tell' : 'not-shown';
}

function modifiedDay({ modified }: RowBefore): string | undefined {
  return modified === undefined ? undefined : parsePortalDate(modified);
}

/** Checks whether two ISO dates are at most one day apart. */
function isNear(one: string | undefined, other: string): boolean {
  return one !== undefined && Math.abs(Date.parse(one) - Date.parse(other)) <= 86_400_000;
}
