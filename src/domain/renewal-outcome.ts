import { daysUntil } from './portal-date.ts';
import type { Failure } from './outcome.ts';
import type { Siret } from './siret.ts';

/**
 * The outcome for one account's password. The words are part of the `--json` contract.
 * - `renewed`, `recovered`: this run, or an earlier one, changed it, and the new one is kept;
 * - `adoptable`: due, but raccord did not create the account: renewed only with `--adopt`;
 * - `skipped`: to be renewed, but not started;
 * - `due`, `unsettled`: a run that may write would renew it, or look at it first.
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

export interface RenewalResult {
  readonly siret: Siret;
  readonly structureName?: string;
  readonly login: string;
  readonly outcome: RenewalOutcome;
  /** ISO date. */
  readonly expiresOn?: string;
  /** False if raccord neither created the account nor renewed it before. */
  readonly own: boolean;
  readonly credentialId?: string;
  readonly error?: Failure;
  /** The folder with this renewal's screenshots and step log. */
  readonly evidence?: string;
  readonly durationMs?: number;
}

/** The request to renew one account's password. */
export interface RenewalRequest {
  readonly siret: Siret;
  readonly login: string;
  readonly own: boolean;
  readonly terms: RenewalTerms;
}

/** The conditions for a renewal. */
export interface RenewalTerms {
  /** The number of days before expiry from which a password is renewed. */
  readonly withinDays: number;
  /** Whether to include the accounts that raccord did not create. */
  readonly adopt: boolean;
}

/** The decision about one account. */
export type RenewalDecision = 'unsettled' | 'due' | 'adoptable' | 'not-due';

/** An account as known to the portal's list and the ledger. */
export interface KnownAccount {
  readonly own: boolean;
  /** ISO date; absent if it is in neither of them. */
  readonly expiresOn?: string;
  /** Whether an earlier run's click was not followed up yet. */
  readonly isUnconfirmedState: boolean;
}

/** Decides about an account. One with an unknown expiry, or one that is no date, is left alone. */
export function decideRenewal(
  { own, expiresOn, isUnconfirmedState }: KnownAccount,
  { withinDays, adopt }: RenewalTerms,
  now: Date,
): RenewalDecision {
  if (isUnconfirmedState) return 'unsettled';
  const isDue = expiresOn !== undefined && daysUntil(expiresOn, now) <= withinDays;
  if (!isDue) return 'not-due';
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
