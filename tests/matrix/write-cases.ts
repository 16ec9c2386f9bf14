import type { ErrorCode } from '../../src/errors/error-details.ts';
import type { Step } from '../../src/domain/step-names.ts';
import type { Fault } from '../../fixtures/portal/fault.ts';
import type { WriteAction } from '../../fixtures/portal/requests.ts';
import type { Case } from './case.ts';

/** Later than a run looks; it lands between the run and the next one. */
export const BETWEEN_RUNS = 600_000;

/** What can become of a click that makes something real. */
export function writeCases(step: Step, at: WriteAction, refused: ErrorCode): readonly Case[] {
  const unclear: readonly ErrorCode[] = [
    ...(['NOT_CREATED', 'OUTCOME_DOUBTFUL', 'ACCOUNT_UNPROVEN', 'SESSION_ENDED'] as const),
  ];
  const cases: readonly (Omit<Fault, 'at'> & Omit<Case, 'step' | 'fault'>)[] = [
    { how: 'reset-before', says: unclear },
    { how: 'reset-before', resend: 'served', says: unclear },
    { how: 'reset-after', says: unclear },
    { how: 'reset-after', resend: 'served', says: unclear },
    ...([500, 502, 503, 504] as const).flatMap((status) => [
      { how: 'error-before' as const, status, says: unclear },
      { how: 'error-after' as const, status, says: unclear },
    ]),
    { how: 'silence-before', says: unclear },
    { how: 'silence-after', says: unclear },
    { how: 'unavailable', says: unclear },
    { how: 'slow', afterMs: 2_500, says: [] },
    { how: 'slow', afterMs: 20_000, says: [] },
    { how: 'slow-after', afterMs: 20_000, says: [] },
    // Longer than a run is told to wait: given up, and read before anything is done again.
    { how: 'slow-after', afterMs: 40_000, says: unclear },
    { how: 'session-ended', says: unclear },
    { how: 'session-ended-asking', says: unclear },
    // The page may well say in red that it got an answer which it does not understand.
    { how: 'page-expired', says: [...unclear, refused] },
    { how: 'refuse', says: [refused], stops: true },
    { how: 'name-taken', says: [refused, 'APPLICATION_NAME_TAKEN'], stops: true },
    { how: 'refuse', shown: 'alert', status: 422, says: [refused], stops: true },
    { how: 'refuse', shown: 'toast', status: 409, says: [refused], stops: true },
    ...(['alert', 'unknown', 'live', 'class-warning', 'icon-error', 'invalid'] as const).map(
      (shown) => ({ how: 'refuse' as const, shown, says: [refused], stops: true as const }),
    ),
    { how: 'refuse', shown: 'page', status: 400, says: [...unclear, refused] },
    { how: 'confirm', shown: 'alert', says: [] },
    // A message that is neither a yes nor a no, beside the form: whose the account is, a proof tells.
    { how: 'confirm', shown: 'status', stays: 'yes', says: ['ACCOUNT_UNPROVEN'] },
    { how: 'confirm', shown: 'icon-success', stays: 'yes', says: [] },
    { how: 'never-lands', says: ['OUTCOME_DOUBTFUL'], stops: true, needsPerson: true },
    { how: 'lands-late', afterMs: 400, says: [] },
    { how: 'lands-late', afterMs: BETWEEN_RUNS, says: ['OUTCOME_DOUBTFUL'], stops: true },
    { how: 'reset-after', afterMs: 400, says: unclear },
    { how: 'error-after', afterMs: 400, says: unclear },
    { how: 'listed-late', afterMs: 400, says: [] },
    { how: 'listed-late', afterMs: BETWEEN_RUNS, says: ['OUTCOME_DOUBTFUL'], stops: true },
    { how: 'no-confirmation', says: [] },
    { how: 'vanishing-confirmation', says: [] },
  ];
  return cases.map(({ says, stops, needsPerson, ...fault }) => ({
    step,
    fault: { at, ...fault },
    says,
    ...(stops !== undefined && { stops }),
    ...(needsPerson !== undefined && { needsPerson }),
  }));
}
