import type { PortalName } from '../../domain/portal-name.ts';
import type { Resource } from '../../domain/ledger-event.ts';
import type { ErrorCode } from '../../errors/error-details.ts';
import type { ExitCode } from '../../errors/exit-code.ts';
import type { EnrolmentResult } from '../../domain/outcome.ts';
import type { Siret } from '../../domain/siret.ts';
import type { Step } from '../../domain/step-names.ts';
import type { ErrorText } from '../../messages/error-texts.ts';
import type { Language } from '../../messages/load-texts.ts';

/** The result of a run, for its report. */
export interface RunReport {
  readonly runId: string;
  readonly command: string;
  /** The portal's host name. */
  readonly portal: string;
  /** The name of the machine it ran on. */
  readonly host: string;
  readonly environment: PortalName;
  readonly version: string;
  /** ISO times. */
  readonly startedAt: string;
  readonly endedAt: string;
  /** IANA name of the time zone in which times are shown. */
  readonly timezone: string;
  readonly language: Language;
  readonly exitCode: ExitCode;
  readonly enrolments: readonly ReportedEnrolment[];
  /** Failures after the work: of deliveries and verifications. */
  readonly failures?: readonly LaterFailure[];
  /** Reason for an early end, in the reader's language. */
  readonly stoppedBecause?: string;
  /** Number of SIRETs that the run did not reach. */
  readonly notReached?: number;
}

export interface ReportedEnrolment {
  readonly result: EnrolmentResult;
  readonly failures: readonly ReportedFailure[];
}

/** A failure of the run itself, or of SIRETs whose work went well. */
export interface LaterFailure extends ErrorText {
  /** An error code, or the result of a verification. */
  readonly code: string;
  /** Absent if the failure affects both connection and account, or neither. */
  readonly resource?: Resource;
  readonly step?: Step;
  /** Commands to type, in this order; the mail has the same. */
  readonly commands?: readonly string[];
  /** Those that share the failure; absent if it concerns the run as a whole, or one article. */
  readonly sirets?: readonly Siret[];
}

/** An error in the reader's language (`explainError` in `src/messages/render.ts`). */
export interface ReportedFailure extends LaterFailure {
  readonly code: ErrorCode;
}

/** Returns true if the plan found the work already done and this run clicked nothing for it. */
export function wasAlreadyDone({ durationMs, connection, account }: EnrolmentResult): boolean {
  return (
    durationMs === 0 &&
    [connection, account].every(({ outcome }) => outcome === 'existing' || outcome === 'skipped')
  );
}

/** Returns the failure of one resource, by default the message in its result. */
export function failureOf(
  resource: Resource,
  { result, failures }: ReportedEnrolment,
): ReportedFailure | undefined {
  const { error } = result[resource];
  if (error === undefined) return undefined;
  const known =
    failures.find((failure) => failure.resource === resource) ??
    failures.find((failure) => failure.resource === undefined && failure.code === error.code) ??
    failures.find((failure) => failure.code === error.code);
  if (known !== undefined) return known;
  return { code: error.code, resource, what: error.message, next: '' };
}

/** Returns all failures of an enrolment, each cause once. */
export function failuresOf(enrolment: ReportedEnrolment): readonly ReportedFailure[] {
  const ofResources = (['connection', 'account'] as const)
    .map((resource) => failureOf(resource, enrolment))
    .filter((failure) => failure !== undefined);
  return [...new Set([...enrolment.failures, ...ofResources])];
}
