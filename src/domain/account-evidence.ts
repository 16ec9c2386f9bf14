import { parsePortalDate, expiryAfter } from './portal-date.ts';
import type { AccountsBefore, RowBefore } from './portal-row.ts';
import type { ListEvidence } from './settlement.ts';

const DAY_MS = 86_400_000;

/** An account as shown in the portal's list; columns missing from the page are absent. */
export interface ListedAccount {
  readonly login: string;
  /** "Contact", as the page writes it: an e-mail address, a name, or both. */
  readonly contact?: string;
  /** "Création" and "Modification" as the page writes them. */
  readonly created?: string;
  readonly modified?: string;
}

/** The expected account, with the content of the list before its intent. */
export interface ExpectedAccount {
  readonly login: string;
  /** Absent in intents of earlier versions. */
  readonly before?: AccountsBefore;
  readonly intended: Date;
  /** Whether it was imported: it may be a renewal's, so its day is weaker evidence. */
  readonly isTakenIn?: boolean;
  /** Whether the list showed it as ours before: what changed in its row since says nothing. */
  readonly wasOurs?: boolean;
}

/**
 * Compares the structure's accounts with those before the intent. A login alone is weak evidence:
 * it is `TECH_<n>_<SIRET>`, and anyone else who creates an account is offered the same one. Dates
 * may differ by one day, since the portal uses its own time zone. Values that cannot be compared,
 * such as a contact without an address, do not differ.
 */
export function accountEvidence(
  { login, before, intended, isTakenIn = false, wasOurs = false }: ExpectedAccount,
  rows: readonly ListedAccount[],
): ListEvidence {
  const own = rows.filter((row) => row.login === login);
  const [row] = own;
  if (row !== undefined && wasOurs) {
    // One without a list before was imported or adopted: it is older than its password.
    const isSame =
      before === undefined ? !isMadeAfter(row.created, intended) : isDayOf(row.created, intended);
    return isSame ? 'shown' : 'contradicts';
  }
  if (row === undefined || before?.logins.includes(login) === true) return 'not-shown';
  const isOthers = isTakenIn
    ? isMadeAfter(row.created, intended)
    : isContactOther(row.contact, before?.contactEmail) ||
      !isDayOf(row.created, intended) ||
      wasChanged(row);
  if (isOthers) return 'contradicts';
  return own.length > 1 || countAddedAccounts(before, rows) > 1 ? 'too-many' : 'shown';
}

/** Counts the accounts added to the list since the intent. */
export function countAddedAccounts(
  before: AccountsBefore | undefined,
  rows: readonly ListedAccount[],
): number {
  return before === undefined ? 0 : rows.length - before.logins.length;
}

const ADDRESS = /[\p{L}\d.!#$%&'*+/=?^_`{|}~-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+/gu;
const CUT_SHORT = /…|\.{3}|\*{2}/u;

/** Checks whether a contact shows e-mail addresses in full, and not the expected one. */
function isContactOther(shown = '', meant: string | undefined): boolean {
  const addresses = shown.match(ADDRESS) ?? [];
  if (meant === undefined || addresses.length === 0 || CUT_SHORT.test(shown)) return false;
  return !addresses.some((one) => one.toLowerCase() === meant.trim().toLowerCase());
}

/** Checks whether the password was reset after the creation, which replaces the original one. */
function wasChanged({ created, modified }: ListedAccount): boolean {
  const [made, changed] = [dayOf(created), dayOf(modified)];
  return made !== undefined && changed !== undefined && daysApart(made, changed) > 1;
}

function isDayOf(shown: string | undefined, intended: Date): boolean {
  const day = dayOf(shown);
  return day === undefined || daysApart(day, intended.toISOString().slice(0, 10)) <= 1;
}

/** Checks whether the account was created after the capture: the password is not the account's. */
function isMadeAfter(created: string | undefined, captured: Date): boolean {
  const day = dayOf(created);
  return day !== undefined && Date.parse(day) - captured.getTime() > DAY_MS;
}

function dayOf(shown: string | undefined): string | undefined {
  return shown === undefined ? undefined : parsePortalDate(shown);
}

function daysApart(one: string, other: string): number {
  return Math.abs(Date.parse(one) - Date.parse(other)) / DAY_MS;
}

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
  if (hasMoved && modifiedDay(now) === undefined) return 'cannot-tell';
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
