import { isDoubtful, hasUnproven, type Enrolment } from '../domain/enrolment.ts';
import { isInState } from './resource-view.ts';
import type { StatusSnapshot } from './status-snapshot.ts';

/** Work that is still open for SIRETs of a home. */
export interface LeftOpen {
  readonly kind:
    | 'failed'
    /** A click whose result no run has read: it was killed, or is still at work. */
    | 'unsettled'
    | 'doubtful'
    | 'unproven'
    | 'password-missing'
    | 'undelivered';
  readonly enrolments: readonly Enrolment[];
  /** Number of SIRETs, or of deliveries. */
  readonly count: number;
}

/** Returns the open work for the given SIRETs. Pure. */
export function leftOpenOf({
  enrolments,
  undelivered,
  gaps,
}: Pick<StatusSnapshot, 'enrolments' | 'undelivered' | 'gaps'>): LeftOpen[] {
  const those = (
    kind: LeftOpen['kind'],
    isOne: (enrolment: Enrolment) => boolean,
    countOf: (enrolment: Enrolment) => number = () => 1,
  ): LeftOpen => {
    const found = enrolments.filter(isOne);
    return { kind, enrolments: found, count: found.reduce((sum, one) => sum + countOf(one), 0) };
  };
  const sinksOf = ({ siret }: Enrolment): number => undelivered.get(siret)?.length ?? 0;
  return [
    those('failed', ({ failures }) => failures.length > 0),
    those('unsettled', (one) => isInState(one, 'intended') || isInState(one, 'accepted')),
    those('doubtful', isDoubtful),
    those('unproven', (one) => hasUnproven(one)),
    those('password-missing', ({ siret }) => gaps.get(siret) === 'missing'),
    those('undelivered', (one) => sinksOf(one) > 0, sinksOf),
  ].filter(({ count }) => count > 0);
}
