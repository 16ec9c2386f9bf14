import type { EnrolmentOutcome, FailedResource } from '../../flows/enrol.ts';
import type { StoppedBefore } from '../../flows/steps.ts';
import { type AnyRaccordError, RaccordError } from '../errors/raccord-error.ts';
import {
  WELL,
  type AccountOutcome,
  type ConnectionOutcome,
  type EnrolmentRequest,
  type EnrolmentResult,
  type Succeeded,
} from '../domain/outcome.ts';
import type { Siret } from '../domain/siret.ts';
import { summariseError } from '../messages/render.ts';
import type { Redactor } from '../secrets/redactor.ts';
import type { Texts } from '../messages/texts.ts';

/** One SIRET's result, and the errors that caused its failures. */
export interface EnrolmentReport {
  readonly result: EnrolmentResult;
  readonly causes: readonly AnyRaccordError[];
  /** Present if the run stopped before a step, as requested. */
  readonly stopped?: StoppedBefore;
}

export interface ReportContext {
  readonly texts: Texts;
  readonly redactor: Redactor;
}

/** Converts an outcome into a report for people and programs. */
export function enrolmentReportOf(
  siret: Siret,
  { connection, account, stopped }: EnrolmentOutcome,
  { evidence, durationMs }: Pick<EnrolmentResult, 'evidence' | 'durationMs'>,
  words: ReportContext,
): EnrolmentReport {
  const { structureName, ...accountOutcome } = { structureName: undefined, ...account };
  const lacking = account.outcome === 'failed' ? undefined : passwordError(siret, account);
  const result: EnrolmentResult = {
    siret,
    structureName,
    connection: withMessage(connection, words),
    account: withError(withMessage(accountOutcome, words), lacking, words),
    stoppedBefore: stopped?.step,
    evidence,
    durationMs: Math.round(durationMs),
  };
  const causes = [connection, account].flatMap((resource) =>
    resource.outcome === 'failed' ? [resource.cause] : [],
  );
  if (lacking !== undefined) causes.push(lacking);
  return { result, causes: [...new Set(causes)], stopped };
}

const IN_DOUBT = 'a password is kept, but it is not known whether it opens the account';

/** Returns the error for an existing account whose password is missing or uncertain. */
export function passwordError(
  siret: Siret,
  { login = '', credentialId, credential }: AccountOutcome,
): AnyRaccordError | undefined {
  if (credential === undefined) return undefined;
  const error =
    credential === 'missing'
      ? new RaccordError('PASSWORD_MISSING', { siret, login, credentialId })
      : new RaccordError('OUTCOME_DOUBTFUL', {
          resource: 'password',
          reason: `${login}: ${IN_DOUBT}`,
        });
  return error.addContext({ siret });
}

/** Adds an error to a resource, as code and message. */
export function withError<T extends object>(
  resource: T,
  error: AnyRaccordError | undefined,
  { texts, redactor }: ReportContext,
) {
  if (error === undefined) return resource;
  const { code } = error;
  return { ...resource, error: { code, message: redactor.redact(summariseError(error, texts)) } };
}

/** Returns whether the portal asked to sign in again in the middle of the work. */
export function isSessionEnd({ code }: Pick<AnyRaccordError, 'code'>): boolean {
  return code === 'SESSION_ENDED';
}

/** Replaces the end of the session, of resources that failed by it, by its underlying cause. */
export function withCause(
  { result, causes }: EnrolmentReport,
  cause: AnyRaccordError,
  words: ReportContext,
): EnrolmentReport {
  const failed = withMessage({ outcome: 'failed', cause }, words);
  const orFailed = <T extends ConnectionOutcome | AccountOutcome>(
    resource: T,
  ): T | typeof failed =>
    resource.error !== undefined && isSessionEnd(resource.error) ? failed : resource;
  const { connection, account } = result;
  const resources = { connection: orFailed(connection), account: orFailed(account) };
  const known = causes.map((one) => (isSessionEnd(one) ? cause : one));
  return { result: { ...result, ...resources }, causes: [...new Set(known)] };
}

/**
 * Returns the request for another attempt: what is done has no part in it. A new account is made
 * once for a request, even if it is not proven yet which one that is.
 */
export function remainingOf(
  request: EnrolmentRequest,
  { result: { connection, account } }: Pick<EnrolmentReport, 'result'>,
): EnrolmentRequest {
  const isMade = account.outcome !== 'failed' && account.outcome !== 'skipped';
  const rest = { ...request, newAccount: request.newAccount && !isMade };
  if (request.only !== undefined) return rest;
  if (isDone(connection)) return { ...rest, only: 'account' };
  return isDone(account) ? { ...rest, only: 'connection' } : rest;
}

/** Returns what is left to do for the SIRET of a result, as the request for it says. */
export function requestLeft(
  requests: readonly EnrolmentRequest[],
  result: EnrolmentResult,
): EnrolmentRequest | undefined {
  const request = requests.find(({ siret }) => siret === result.siret);
  return request && remainingOf(request, { result });
}

function isDone({ outcome, error }: ConnectionOutcome | AccountOutcome): boolean {
  return WELL.has(outcome) && error === undefined;
}

/**
 * Merges two attempts: a resource that the first one created, the second found existing or left
 * out.
 */
export function mergeAttempts(
  earlier: EnrolmentReport | undefined,
  later: EnrolmentReport,
): EnrolmentReport {
  if (earlier === undefined) return later;
  const merged = <T extends ConnectionOutcome | AccountOutcome>(before: T, now: T): T => {
    if (now.outcome === 'skipped' && isDone(before)) return before;
    return now.outcome === 'existing' && ['created', 'recovered'].includes(before.outcome)
      ? { ...now, outcome: before.outcome }
      : now;
  };
  const { connection, account, structureName, durationMs } = earlier.result;
  const result = {
    ...later.result,
    structureName: later.result.structureName ?? structureName,
    connection: merged(connection, later.result.connection),
    account: merged(account, later.result.account),
    durationMs: durationMs + later.result.durationMs,
  };
  return { ...later, result };
}

function withMessage<T extends Succeeded<object>>(
  resource: T | FailedResource,
  { texts, redactor }: ReportContext,
) {
  if (resource.outcome !== 'failed') return resource;
  const { cause } = resource;
  const error = { code: cause.code, message: redactor.redact(summariseError(cause, texts)) };
  if (cause.code !== 'ACCOUNT_UNPROVEN') return { outcome: 'failed' as const, error };
  const { login, credentialId } = cause.details;
  return { outcome: 'unproven' as const, login, credentialId, error };
}
