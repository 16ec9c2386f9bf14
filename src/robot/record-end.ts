import { unresolvedFailureOf, type Enrolment } from '../domain/enrolment.ts';
import type { AnyRaccordError } from '../errors/raccord-error.ts';
import { RESOURCES, type EndEvent, type Resource, type Subject } from '../domain/ledger-event.ts';
import { WELL, type Failure } from '../domain/outcome.ts';
import type { PlannedEnrolment } from '../domain/planned-enrolment.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { EnrolmentReport } from './enrolment-report.ts';
import type { RenewalReport } from './renewal-report.ts';

/** Records an enrolment's failures, and the successes that resolve earlier failures. */
export async function recordEnrolmentEnd(
  ledger: Ledger,
  { result, causes }: EnrolmentReport,
): Promise<void> {
  const { siret } = result;
  const enrolment = await ledger.enrolment(siret);
  for (const resource of RESOURCES) {
    const { outcome, error } = result[resource];
    await note(
      ledger,
      enrolment,
      resource,
      endEventOf({ error, isHealthy: WELL.has(outcome) }, causes),
    );
  }
}

/** Records the same for a renewal. */
export async function recordRenewalEnd(
  ledger: Ledger,
  { result, causes }: RenewalReport,
): Promise<void> {
  const { siret, login, error } = result;
  const enrolment = await ledger.enrolment(siret);
  await note(
    ledger,
    enrolment,
    { login },
    endEventOf({ error, isHealthy: error === undefined }, causes),
  );
}

/** Resolves earlier failures of resources that the portal lists now, whatever created them. */
export async function recordFoundResources(
  ledger: Ledger,
  plan: readonly PlannedEnrolment[],
): Promise<void> {
  for (const planned of plan) {
    const found = RESOURCES.filter((resource: Resource) => {
      const { action, found: name } = planned[resource];
      return action === 'nothing to do' && name !== undefined;
    });
    if (found.length === 0) continue;
    const enrolment = await ledger.enrolment(planned.siret);
    for (const resource of found) await note(ledger, enrolment, resource, { kind: 'went-well' });
  }
}

/**
 * Returns how the work on a resource or password ended; undefined if unknown. An interruption is
 * not a failure, and an error unrelated to the work (a missing password) is reported elsewhere.
 */
export function endEventOf(
  { error, isHealthy }: { readonly error: Failure | undefined; readonly isHealthy: boolean },
  causes: readonly AnyRaccordError[],
): EndEvent | undefined {
  if (error === undefined) return isHealthy ? { kind: 'went-well' } : undefined;
  const { code } = error;
  const cause = causes.find((one) => one.code === code);
  if (cause?.policy.scope === 'nothing') return isHealthy ? { kind: 'went-well' } : undefined;
  if (code === 'INTERRUPTED') return undefined;
  return { kind: 'failed', code, step: cause?.step };
}

async function note(
  ledger: Ledger,
  enrolment: Enrolment,
  subject: Subject,
  end: EndEvent | undefined,
): Promise<void> {
  // A success is recorded only after a failure.
  const isNews = end?.kind === 'failed' || unresolvedFailureOf(enrolment, subject) !== undefined;
  if (end !== undefined && isNews) await ledger.record(enrolment.siret, subject, end);
}
