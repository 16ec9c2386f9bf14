import { daysUntil } from './portal-date.ts';
import type { Failure } from './outcome.ts';
import type { Siret } from './siret.ts';

/**
 * What became of one account's password. The words are part of the `--json` contract.
 * - `renewed`, `recovered`: this run, or an earlier one, changed it, and the new one is kept;
 * - `adoptable`: due, but raccord did not make the account: renewed with `--adopt` alone;
 * - `skipped`: to be renewed, and not begun;
 * - `due`, `unsettled`: what a run that may write would renew, or look at first.
 */
export const RENEWAL_OUTCOMES = [
  'renewed',
  'recovered',
  'due',
  'unsettled',
  'adoptable',
  'not-due',
  'doubtful',
  'failed',
  'skipped',
] as const;

export type RenewalOutcome = (typeof RENEWAL_OUTCOMES)[number];

// Printed as JSON: an alias, unlike an interface, is a `JsonObject` to the compiler.

export type RenewalResult = {
  readonly siret: Siret;
  readonly structureName?: string;
  readonly login: string;
  readonly outcome: RenewalOutcome;
  /** ISO date. */
  readonly expiresOn?: string;
  /** False where raccord neither made the account nor renewed it before. */
  readonly own: boolean;
  readonly credentialId?: string;
  readonly error?: Failure;
  /** The folder with this renewal's pictures and step log. */
  readonly evidence?: string;
  readonly durationMs?: number;
};

/** The renewal of one account's password, as it is asked for. */
export interface RenewalRequest {
  readonly siret: Siret;
  readonly login: string;
  readonly own: boolean;
  readonly terms: RenewalTerms;
}

/** Which passwords are to be renewed. */
export interface RenewalTerms {
  /** Those that expire within so many days. */
  readonly withinDays: number;
  /** Those of accounts that raccord did not make, too. */
  readonly adopt: boolean;
}

/** What is to be done about one account. */
export type RenewalDecision = 'unsettled' | 'due' | 'adoptable' | 'not-due';

/** An account as the portal's list and the ledger know it. */
export interface KnownAccount {
  readonly own: boolean;
  /** ISO date; absent where neither of them knows. */
  readonly expiresOn?: string;
  /** An earlier run's click was not followed up yet. */
  readonly isUnconfirmedState: boolean;
}

/** What is to be done about an account. One whose expiry nobody knows is left alone. */
export function decideRenewal(
  { own, expiresOn, isUnconfirmedState }: KnownAccount,
  { withinDays, adopt }: RenewalTerms,
  now: Date,
): RenewalDecision {
  if (isUnconfirmedState) return 'unsettled';
  if (expiresOn === undefined || daysUntil(expiresOn, now) > withinDays) return 'not-due';
  return own || adopt ? 'due' : 'adoptable';
}

export type RenewalSummary = { readonly accounts: number } & {
  readonly [outcome in RenewalOutcome]: number;
};

export function summariseRenewals(results: readonly RenewalResult[]): RenewalSummary {
  const counts = RENEWAL_OUTCOMES.map((outcome) => [
    outcome,
    results.filter((result) => result.outcome === outcome).length,
  ]);
  return {
    accounts: results.length,
    ...(Object.fromEntries(counts) as { [outcome in RenewalOutcome]: number }),
  };
}
