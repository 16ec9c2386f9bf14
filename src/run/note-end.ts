import { failureOn, type Enrolment } from '../domain/enrolment.ts';
import type { RaccordError } from '../domain/errors.ts';
import { HALVES, type EndEvent, type Half, type Subject } from '../domain/ledger-event.ts';
import type { Failure, Outcome } from '../domain/outcome.ts';
import type { PlannedEnrolment } from '../domain/plan.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Enrolled } from './enrolled.ts';
import type { Renewed } from './renewed.ts';

/** Outcomes that leave nothing to be done. */
const WELL: ReadonlySet<string> = new Set(['created', 'existing', 'recovered'] satisfies Outcome[]);

/** Records what failed of an enrolment, and what had failed before and went well now. */
export async function noteEnrolled(ledger: Ledger, { result, causes }: Enrolled): Promise<void> {
  const { siret } = result;
  const enrolment = await ledger.enrolment(siret);
  for (const half of HALVES) {
    const { outcome, error } = result[half];
    await note(ledger, enrolment, half, endOf({ error, isWell: WELL.has(outcome) }, causes));
  }
}

/** The same of a renewal. */
export async function noteRenewed(ledger: Ledger, { result, causes }: Renewed): Promise<void> {
  const { siret, login, error } = result;
  const enrolment = await ledger.enrolment(siret);
  await note(ledger, enrolment, { login }, endOf({ error, isWell: error === undefined }, causes));
}

/** Records what had failed and is there by the portal's lists: it went well, whoever did it. */
export async function noteFound(ledger: Ledger, plan: readonly PlannedEnrolment[]): Promise<void> {
  for (const planned of plan) {
    const found = HALVES.filter((half: Half) => {
      const { action, found: name } = planned[half];
      return action === 'nothing to do' && name !== undefined;
    });
    if (found.length === 0) continue;
    const enrolment = await ledger.enrolment(planned.siret);
    for (const half of found) await note(ledger, enrolment, half, { kind: 'went-well' });
  }
}

/**
 * How the work on a half or a password ended; undefined where nothing can be said. An interruption is
 * no failure, and what says nothing of the work (a password that was never here) is told elsewhere.
 */
export function endOf(
  { error, isWell }: { readonly error: Failure | undefined; readonly isWell: boolean },
  causes: readonly RaccordError[],
): EndEvent | undefined {
  if (error === undefined) return isWell ? { kind: 'went-well' } : undefined;
  const { code } = error;
  const cause = causes.find((one) => one.code === code);
  if (cause?.policy.scope === 'nothing') return isWell ? { kind: 'went-well' } : undefined;
  if (code === 'INTERRUPTED') return undefined;
  return { kind: 'failed', code, ...(cause?.step !== undefined && { step: cause.step }) };
}

async function note(
  ledger: Ledger,
  enrolment: Enrolment,
  subject: Subject,
  end: EndEvent | undefined,
): Promise<void> {
  // What never failed need not be said to be well.
  const isNews = end?.kind === 'failed' || failureOn(enrolment, subject) !== undefined;
  if (end !== undefined && isNews) await ledger.record(enrolment.siret, subject, end);
}
