import {
  openRenewals,
  type Enrolment,
  type ResourceState,
  type ResourceStatus,
} from '../domain/enrolment.ts';
import { RESOURCES } from '../domain/ledger-event.ts';
import { isUnconfirmed } from '../domain/operation.ts';
import type { PortalRow } from '../domain/portal-row.ts';

/** Returns what the portal's list last showed of a half. */
export function shownOf({ observation }: ResourceStatus<unknown>): PortalRow | undefined {
  return observation.kind === 'present' ? observation.found : undefined;
}

/** Returns the name of a connection's application. */
export function applicationOf({
  observation,
  operation,
}: Enrolment['connection']): string | undefined {
  if (observation.kind === 'present') return observation.found.name;
  return 'what' in operation ? operation.what.applicationName : undefined;
}

/** Returns what the portal said to a write, or why its result is in doubt. */
export function messageOf({ operation }: ResourceStatus<unknown>): string | undefined {
  return isUnconfirmed(operation) || operation.state === 'confirmed'
    ? operation.message
    : undefined;
}

/** True if a half or an open renewal of a SIRET is in a state, or anything of it failed. */
export function isInState(enrolment: Enrolment, state: ResourceState | 'failed'): boolean {
  if (state === 'failed') return enrolment.failures.length > 0;
  return (
    RESOURCES.some((resource) => enrolment[resource].state === state) ||
    openRenewals(enrolment).some(({ operation }) => operation.state === state)
  );
}
