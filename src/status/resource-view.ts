import {
  openRenewals,
  type Enrolment,
  type ResourceState,
  type ResourceStatus,
} from '../domain/enrolment.ts';
import { RESOURCES } from '../domain/ledger-event.ts';
import { isUnconfirmed } from '../domain/operation.ts';
import type { PortalRow } from '../domain/portal-row.ts';

/** Returns a resource as the portal's list last showed it. */
export function shownOf({ observation }: ResourceStatus<unknown>): PortalRow | undefined {
  return observation.kind === 'present' ? observation.found : undefined;
}

/** Returns the application name of a connection. */
export function applicationOf({
  observation,
  operation,
}: Enrolment['connection']): string | undefined {
  if (observation.kind === 'present') return observation.found.name;
  return 'what' in operation ? operation.what.applicationName : undefined;
}

/** Returns the portal's answer to a write, or why its result is in doubt. */
export function messageOf({ operation }: ResourceStatus<unknown>): string | undefined {
  return isUnconfirmed(operation) || operation.state === 'confirmed'
    ? operation.message
    : undefined;
}

/** Returns true if a resource or open renewal of a SIRET has the state, or any of them failed. */
export function isInState(enrolment: Enrolment, state: ResourceState | 'failed'): boolean {
  if (state === 'failed') return enrolment.failures.length > 0;
  return (
    RESOURCES.some((resource) => enrolment[resource].state === state) ||
    openRenewals(enrolment).some(({ operation }) => operation.state === state)
  );
}
