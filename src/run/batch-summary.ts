import {
  hasError,
  type AccountOutcome,
  type EnrolmentResult,
  type Outcome,
} from '../domain/outcome.ts';
import type { PlannedEnrolment, PlannedHalf } from '../domain/plan.ts';
import { present } from '../domain/present.ts';
import { passwordError, withError, type Enrolled, type Words } from './enrolled.ts';

// Printed as JSON: an alias, unlike an interface, is a `JsonObject` to the compiler.

/** SIRETs, how many of them failed, and how many halves came to each outcome. */
export type BatchSummary = {
  readonly enrolments: number;
  readonly failedEnrolments: number;
  /** Accounts that exist and whose password is not here. */
  readonly passwordMissing: number;
} & { readonly [outcome in Outcome]: number };

export function summarise(results: readonly EnrolmentResult[]): BatchSummary {
  const halves = results.flatMap(({ connection, account }) => [connection, account]);
  const count = (outcome: Outcome): number =>
    halves.filter((half) => half.outcome === outcome).length;
  const failed = results.filter(({ connection, account }) => [connection, account].some(hasError));
  return {
    enrolments: results.length,
    failedEnrolments: failed.length,
    passwordMissing: results.filter(({ account }) => account.credential === 'missing').length,
    created: count('created'),
    existing: count('existing'),
    recovered: count('recovered'),
    unproven: count('unproven'),
    skipped: count('skipped'),
    failed: count('failed'),
  };
}

/** What the plan found done already, as a result like the others. */
export function resultOfPlanned(
  { siret, structureName, connection, account }: PlannedEnrolment,
  evidence: string,
  words: Words,
): Enrolled {
  const outcome = ({ found }: PlannedHalf): Outcome =>
    found === undefined ? 'skipped' : 'existing';
  const { found: login, credential, credentialId } = account;
  const known = present<AccountOutcome>({
    ...{ outcome: outcome(account), login, credential, credentialId },
  });
  const lacking = passwordError(siret, known);
  const result: EnrolmentResult = {
    siret,
    ...(structureName !== undefined && { structureName }),
    connection: {
      outcome: outcome(connection),
      ...(connection.found !== undefined && { applicationName: connection.found }),
    },
    account: withError(known, lacking, words),
    evidence,
    durationMs: 0,
  };
  return { result, causes: lacking === undefined ? [] : [lacking] };
}
