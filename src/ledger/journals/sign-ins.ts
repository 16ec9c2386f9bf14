import { sql, type Kysely } from 'kysely';
import { accountOf } from '../../domain/account-queue.ts';
import type { LedgerSchema, SignInOutcome } from '../database/schema.ts';

export interface SignIn {
  readonly outcome: SignInOutcome;
  /** The period of the one-time code that was typed. */
  readonly totpCounter?: number;
}

/** A refused password or code that nobody has confirmed since. */
export interface Refusal {
  /** ISO time. */
  readonly at: string;
  /** Present if the password was accepted and the one-time code refused. */
  readonly isOfCode?: true;
}

/** Includes refused codes: whether they lock accounts is unverified (facts/portal.md section a). */
const REFUSALS = ['refused', 'code-refused'] as const;

/** Outcomes that prove the password, or record that a person checked it. */
const CLEARING = ['accepted', 'confirmed'] as const;

export async function insertSignIn(
  database: Kysely<LedgerSchema>,
  place: { readonly at: string; readonly run: string; readonly portal: string },
  login: string,
  { outcome, totpCounter }: SignIn,
): Promise<void> {
  const row = {
    ...place,
    login: accountOf(place.portal, login).login,
    outcome,
    totp_counter: totpCounter ?? null,
  };
  await database.insertInto('sign_ins').values(row).execute();
}

/** Returns the condition for the rows of an account: a portal ignores the case of logins. */
function isOf(portal: string, login: string) {
  return sql<boolean>`lower(trim(login)) = ${accountOf(portal, login).login}`;
}

/** Reads the latest refusal of a login unless it was accepted or confirmed later. */
export async function readRefusal(
  database: Kysely<LedgerSchema>,
  portal: string,
  login: string,
): Promise<Refusal | undefined> {
  const row = await database
    .selectFrom('sign_ins')
    .select(['at', 'outcome'])
    .where('portal', '=', portal)
    .where(isOf(portal, login))
    .where('outcome', 'in', [...REFUSALS, ...CLEARING])
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined || !REFUSALS.some((refusal) => refusal === row.outcome)) return undefined;
  return { at: row.at, ...(row.outcome === 'code-refused' && { isOfCode: true }) };
}

/**
 * Counts the refusals of a login since an instant, unless it was accepted later: the portal may
 * block the account by this number.
 */
export async function countRefusals(
  database: Kysely<LedgerSchema>,
  portal: string,
  login: string,
  since: string,
): Promise<number> {
  const rows = await database
    .selectFrom('sign_ins')
    .select(['outcome'])
    .where('portal', '=', portal)
    .where(isOf(portal, login))
    .where('at', '>', since)
    .orderBy('id')
    .execute();
  const accepted = rows.findLastIndex(({ outcome }) => outcome === 'accepted');
  return rows
    .slice(accepted + 1)
    .filter(({ outcome }) => REFUSALS.some((refusal) => refusal === outcome)).length;
}

/**
 * Returns whether a person was asked for something at the last sign-in of a login.
 * @param hasSecret true if what an authenticator's secret answers does not count.
 */
export async function readPersonAsked(
  database: Kysely<LedgerSchema>,
  portal: string,
  login: string,
  hasSecret: boolean,
): Promise<boolean> {
  const asked: readonly SignInOutcome[] = hasSecret
    ? ['person-asked']
    : ['person-asked', 'factor-asked'];
  // The one that asked was accepted since, or never ended.
  const rows = await database
    .selectFrom('sign_ins')
    .select(['outcome'])
    .where('portal', '=', portal)
    .where(isOf(portal, login))
    .where('outcome', 'in', [...asked, 'accepted'])
    .orderBy('id', 'desc')
    .limit(2)
    .execute();
  return rows.some(({ outcome }) => outcome !== 'accepted');
}

/** Reads the highest period whose one-time code was typed for a login. */
export async function readLastTotpCounter(
  database: Kysely<LedgerSchema>,
  portal: string,
  login: string,
): Promise<number | undefined> {
  const row = await database
    .selectFrom('sign_ins')
    .select(({ fn }) => fn.max('totp_counter').as('counter'))
    .where('portal', '=', portal)
    .where(isOf(portal, login))
    .executeTakeFirst();
  return row?.counter ?? undefined;
}
