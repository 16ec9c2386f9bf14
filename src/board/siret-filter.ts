import { RESOURCE_STATES, knownAccountRow, type Enrolment } from '../domain/enrolment.ts';
import { daysUntil, EXPIRES_SOON_DAYS } from '../domain/portal-date.ts';
import { leftOpenOf, type LeftOpen } from '../status/left-open.ts';
import { isInState } from '../status/resource-view.ts';
import type { StatusSnapshot } from '../status/status-snapshot.ts';

/** Filters for the action that a SIRET still needs. */
export const OPEN_FILTERS = [
  'failed',
  'unsettled',
  'doubtful',
  'unproven',
  'password-missing',
  'undelivered',
  'expired',
  'expiring',
] as const satisfies readonly (LeftOpen['kind'] | 'expired' | 'expiring')[];

/** Filters for the state of the connection or account. */
export const STATE_FILTERS = RESOURCE_STATES.filter(
  (state) => state !== 'doubtful' && state !== 'unproven',
);

export const SIRET_FILTERS = [...OPEN_FILTERS, ...STATE_FILTERS] as const;

export type SiretFilter = (typeof SIRET_FILTERS)[number];

/** Returns the SIRETs of a home that match a filter. */
export function filtered(
  standing: StatusSnapshot,
  { siret, state }: { readonly siret?: string; readonly state?: SiretFilter },
  now: Date,
): readonly Enrolment[] {
  const those = standing.enrolments.filter((one) => one.siret.startsWith(siret ?? ''));
  if (state === undefined) return those;
  if (state === 'expired') return those.filter((one) => expiryOf(one, now) === 'expired');
  if (state === 'expiring') return those.filter((one) => expiryOf(one, now) === 'soon');
  const open = leftOpenOf({ ...standing, enrolments: those }).find(({ kind }) => kind === state);
  if (open !== undefined) return open.enrolments;
  const ofHalf = STATE_FILTERS.find((one) => one === state);
  return ofHalf === undefined ? [] : those.filter((one) => isInState(one, ofHalf));
}

export type Expiry = 'expired' | 'soon' | 'later' | 'unknown';

/** Returns the password expiry of a SIRET's account, or `undefined` if there is no account. */
export function expiryOf(enrolment: Enrolment, now: Date): Expiry | undefined {
  const row = knownAccountRow(enrolment);
  if (row === undefined) return undefined;
  if (row.expiresOn === undefined) return 'unknown';
  const days = daysUntil(row.expiresOn, now);
  if (days < 0) return 'expired';
  return days < EXPIRES_SOON_DAYS ? 'soon' : 'later';
}

/** A page of a paginated list. */
export interface Page<T> {
  readonly shown: readonly T[];
  readonly page: number;
  readonly last: number;
}

/** Returns one page of a list; the last page if the number is too high. */
export function pageOf<T>(all: readonly T[], wanted: number, size: number): Page<T> {
  const last = Math.max(1, Math.ceil(all.length / size));
  const page = Math.min(wanted, last);
  return { shown: all.slice((page - 1) * size, page * size), page, last };
}
