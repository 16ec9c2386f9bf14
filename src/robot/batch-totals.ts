import {
  hasFailed,
  type AccountOutcome,
  type EnrolmentResult,
  type Outcome,
  type SiretCounts,
} from '../domain/outcome.ts';
import type { PlannedEnrolment, PlannedResource } from '../domain/planned-enrolment.ts';
import {
  passwordError,
  withError,
  type EnrolmentReport,
  type ReportContext,
} from './enrolment-report.ts';

/** Number of connections and accounts per outcome. */
type OutcomeCounts = {
  /** Existing accounts whose password is not stored here. */
  readonly passwordMissing: number;
} & { readonly [outcome in Outcome]: number };

/** Totals of a batch over its whole roster, shared by everything that reports it. */
export interface BatchTotals {
  readonly results: readonly EnrolmentResult[];
  /** `left`: the SIRETs that the run did not process. */
  readonly sirets: SiretCounts;
  readonly counts: OutcomeCounts;
}

/** Counts the outcomes of a batch; `left` is the number of SIRETs that it did not process. */
export function countBatch(enrolled: readonly EnrolmentReport[], left: number): BatchTotals {
  const results = enrolled.map(({ result }) => result);
  const failed = results.filter(hasFailed).length;
  return {
    results,
    sirets: { all: results.length + left, failed, left },
    counts: countsOf(results),
  };
}

function countsOf(results: readonly EnrolmentResult[]): OutcomeCounts {
  const resources = results.flatMap(({ connection, account }) => [connection, account]);
  const count = (outcome: Outcome): number =>
    resources.filter((resource) => resource.outcome === outcome).length;
  return {
    passwordMissing: results.filter(({ account }) => account.credential === 'missing').length,
    created: count('created'),
    existing: count('existing'),
    recovered: count('recovered'),
    unproven: count('unproven'),
    skipped: count('skipped'),
    failed: count('failed'),
  };
}

/** Reports the state that a plan found, in the form of an enrolment's result. */
export function resultOfPlanned(
  { siret, structureName, connection, account }: PlannedEnrolment,
  evidence: string,
  words: ReportContext,
): EnrolmentReport {
  const outcome = ({ found }: PlannedResource): Outcome =>
    found === undefined ? 'skipped' : 'existing';
  const { found: login, expiresOn, credential, credentialId } = account;
  const known: AccountOutcome = {
    outcome: outcome(account),
    ...{ login, expiresOn, credential, credentialId },
  };
  const lacking = passwordError(siret, known);
  const result: EnrolmentResult = {
    siret,
    structureName,
    connection: { outcome: outcome(connection), applicationName: connection.found },
    account: withError(known, lacking, words),
    evidence,
    durationMs: 0,
  };
  return { result, causes: lacking === undefined ? [] : [lacking] };
}
