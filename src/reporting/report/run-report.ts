import type { PortalName } from '../../domain/portal-name.ts';
import type { Resource } from '../../domain/ledger-event.ts';
import type { ErrorCode, ExitCode } from '../../errors/errors.ts';
import type { EnrolmentResult } from '../../domain/outcome.ts';
import type { Step } from '../../domain/step-names.ts';
import type { ErrorText } from '../../messages/error-texts.ts';
import type { Language } from '../../messages/load-texts.ts';

/** What a run came to, as its report tells it. */
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
  /** An IANA name, in which people read the times. */
  readonly timezone: string;
  readonly language: Language;
  readonly exitCode: ExitCode;
  readonly enrolments: readonly ReportedEnrolment[];
  /** Failures of the run itself, of no SIRET: a refused sign-in. */
  readonly failures?: readonly ReportedFailure[];
  /** Why the run ended before its end, in the reader's language. */
  readonly stoppedBecause?: string;
  /** How many SIRETs it would still have worked on. */
  readonly notReached?: number;
}

export interface ReportedEnrolment {
  readonly result: EnrolmentResult;
  readonly failures: readonly ReportedFailure[];
}

/** One error in the reader's language (`explainError` in `src/messages/render.ts`). */
export interface ReportedFailure extends ErrorText {
  readonly code: ErrorCode;
  /** Absent where both halves failed for that. */
  readonly resource?: Resource;
  readonly step?: Step;
  /** To be typed, in this order; the mail has the same. */
  readonly commands?: readonly string[];
}

/** True for what the plan found done already: nothing was clicked for it in this run. */
export function wasAlreadyDone({ durationMs, connection, account }: EnrolmentResult): boolean {
  return (
    durationMs === 0 &&
    [connection, account].every(({ outcome }) => outcome === 'existing' || outcome === 'skipped')
  );
}

/** What explains one half's failure; the message in its result where nothing else does. */
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

/** All that explains an enrolment's failure, each cause once. */
export function failuresOf(enrolment: ReportedEnrolment): readonly ReportedFailure[] {
  const ofResources = (['connection', 'account'] as const)
    .map((resource) => failureOf(resource, enrolment))
    .filter((failure) => failure !== undefined);
  return [...new Set([...enrolment.failures, ...ofResources])];
}
