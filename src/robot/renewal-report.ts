import type { RenewedPassword } from '../../flows/reset-password.ts';
import type { AnyRaccordError } from '../errors/raccord-error.ts';
import type { RenewalRequest, RenewalResult } from '../domain/renewal-outcome.ts';
import { summariseError } from '../messages/render.ts';
import type { Redactor } from '../secrets/redactor.ts';
import type { Texts } from '../messages/texts.ts';
import type { FailedResource } from '../../flows/enrol.ts';

/** One account's renewal, and the error that ended it. */
export interface RenewalReport {
  readonly result: RenewalResult;
  readonly causes: readonly AnyRaccordError[];
}

interface ReportContext {
  readonly texts: Texts;
  readonly redactor: Redactor;
}

/** Converts a renewal into a report for people and programs. */
export function renewalReportOf(
  { siret, login, own }: RenewalRequest,
  renewed: RenewedPassword | FailedResource,
  { evidence, durationMs }: { readonly evidence: string; readonly durationMs: number },
  { texts, redactor }: ReportContext,
): RenewalReport {
  const place = { siret, login, evidence, durationMs: Math.round(durationMs) };
  if (renewed.outcome !== 'failed') {
    const { outcome, ...details } = renewed;
    const isOwn = own || outcome === 'renewed' || outcome === 'recovered';
    return {
      result: { ...place, own: isOwn, outcome, ...details },
      causes: [],
    };
  }
  const { cause } = renewed;
  const outcome = cause.code === 'OUTCOME_DOUBTFUL' ? 'doubtful' : 'failed';
  const message = redactor.redact(summariseError(cause, texts));
  const result = { ...place, own, outcome, error: { code: cause.code, message } } as const;
  return { result, causes: [cause] };
}

/** Merges two attempts: the later one has read the outcome of the first. */
export function mergeRenewalAttempts(
  earlier: RenewalReport | undefined,
  later: RenewalReport,
): RenewalReport {
  const before = earlier?.result.durationMs ?? 0;
  const durationMs = before + (later.result.durationMs ?? 0);
  return { ...later, result: { ...later.result, durationMs } };
}
