import { isSameName } from './application-name.ts';
import { operationOn, writtenName, type Enrolment, type Observation } from './enrolment.ts';
import type { Subject } from './ledger-event.ts';
import type { NamedWrite, Operation, PasswordWrite, PriorOperation } from './operation.ts';

/** What the ledger knew of a subject when a run read the portal's list: its decision rests on it. */
export interface WriteBasis {
  readonly operation: Operation<NamedWrite> | Operation<PasswordWrite>;
  /** What the list showed; absent for a decision to which other readings make no difference. */
  readonly observation?: Observation;
}

/**
 * Checks whether another run wrote, or found something new on the list, since a reading: what was
 * decided on it may be wrong now. Another reading that found nothing new changes nothing. Pure.
 */
export function isOutdated(
  { operation, observation }: WriteBasis,
  enrolment: Enrolment,
  subject: Subject,
): boolean {
  if (identityOf(operation) !== identityOf(operationOn(enrolment, subject))) return true;
  if (observation === undefined || typeof subject !== 'string') return false;
  const now = enrolment[subject].observation;
  if (now.kind !== 'present') return false;
  return observation.kind !== 'present' || !isSameName(observation.found.name, now.found.name);
}

/** Checks whether both are the same write, in whatever state. Pure. */
export function isSameWrite(
  one: PriorOperation<NamedWrite | PasswordWrite>,
  other: PriorOperation<NamedWrite | PasswordWrite>,
): boolean {
  return writeIdOf(one) === writeIdOf(other);
}

/** Returns a text that is the same for one write in one state. */
function identityOf(operation: WriteBasis['operation']): string {
  const { state } = operation;
  if (state === 'none') return state;
  if (state === 'sealed') return `${state} ${operation.credential.id}`;
  return `${state} ${writeIdOf(operation)}`;
}

function writeIdOf({ what, intendedAt }: PriorOperation<NamedWrite | PasswordWrite>): string {
  const written = 'credential' in what ? what.credential.id : writtenName(what);
  return `${intendedAt} ${written}`;
}
