import type { Kysely } from 'kysely';
import type { LedgerSchema, SignInOutcome } from '../database/schema.ts';

export interface SignIn {
  readonly outcome: SignInOutcome;
  /** The period of the one-time code that was typed. */
  readonly totpCounter?: number;
}

/** A password or code that was refused, and that nobody has confirmed since. */
export interface Refusal {
  /** ISO time. */
  readonly at: string;
}

/** A refused code too: whether wrong codes lock an account is unverified (facts/portal.md section a). */
const REFUSALS = ['refused', 'code-refused'] as const;

/** Outcomes that show the password good, or say that a person looked after it. */
const CLEARING = ['accepted', 'confirmed'] as const;

export async function insertSignIn(
  database: Kysely<LedgerSchema>,
  place: { readonly at: string; readonly run: string; readonly portal: string },
  login: string,
  { outcome, totpCounter }: SignIn,
): Promise<void> {
  const row = {
    ...place,
    login,
    outcome,
    totp_counter: totpCounter ?? null,
  };
  await database.insertInto('sign_ins').values(row).execute();
}

/** The latest refusal of a login unless it was accepted or confirmed later. */
export async function readRefusal(
  database: Kysely<LedgerSchema>,
  portal: string,
  login: string,
): Promise<Refusal | undefined> {
  const row = await database
    .selectFrom('sign_ins')
    .select(['at', 'outcome'])
    .where('portal', '=', portal)
    .where('login', '=', login)
    .where('outcome', 'in', [...REFUSALS, ...CLEARING])
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined || !REFUSALS.some((refusal) => refusal === row.outcome)) return undefined;
  return { at: row.at };
}

/**
 * How often a login was refused since an instant, unless it was accepted after: what the portal may
 * count before it blocks the account.
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
    .where('login', '=', login)
    .where('at', '>', since)
    .orderBy('id')
    .execute();
  const accepted = rows.findLastIndex(({ outcome }) => outcome === 'accepted');
  return rows
    .slice(accepted + 1)
    .filter(({ outcome }) => REFUSALS.some((refusal) => refusal === outcome)).length;
}

/** The highest period whose one-time code was typed for a login. */
export async function readLastTotpCounter(
  database: Kysely<LedgerSchema>,
  portal: string,
  login: string,
): Promise<number | undefined> {
  const row = await database
    .selectFrom('sign_ins')
    .select(({ fn }) => fn.max('totp_counter').as('counter'))
    .where('portal', '=', portal)
    .where('login', '=', login)
    .executeTakeFirst();
  return row?.counter ?? undefined;
}
