import type { PortalRow, SealedCredential } from './enrolment.ts';

/**
 * Where the renewal of one account's password stands. Apart from the enrolment's halves, since an
 * account that is renewed stays in the portal's list whatever became of its new password.
 */
export const RENEWAL_STATES = [
  'none',
  'sealed',
  'intended',
  'accepted',
  'renewed',
  'unchanged',
  'refused',
  'doubtful',
] as const;

export type RenewalState = (typeof RENEWAL_STATES)[number];

/** What the portal's list said of the account before the click: what it says later is held against it. */
export interface RowBefore {
  /** "Date exp. Mot de passe" as an ISO date. */
  readonly expiresOn?: string;
  /** "Modification" as the page writes it. */
  readonly modified?: string;
}

/**
 * By what it is known which password is good: the portal's list, the API, a person who tried, or,
 * where the list cannot show a change (it writes days), the portal's answer alone.
 */
export const CHANGE_WITNESSES = ['list', 'proof', 'person', 'answer'] as const;

export type ChangeWitness = (typeof CHANGE_WITNESSES)[number];

/** What can happen to a renewal; each is one row of the ledger. */
export type RenewalEvent =
  | { readonly kind: 'sealed'; readonly credential: SealedCredential }
  | { readonly kind: 'intended'; readonly credentialId: string; readonly before: RowBefore }
  | { readonly kind: 'accepted'; readonly message: string }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'changed'; readonly found: PortalRow; readonly by: ChangeWitness }
  | { readonly kind: 'not-changed'; readonly by: Exclude<ChangeWitness, 'answer'> }
  | { readonly kind: 'doubted'; readonly reason: string };

export type RenewalEventKind = RenewalEvent['kind'];

/**
 * The state machine of a renewal. As with the halves of an enrolment, no way leads from a click to
 * another that does not pass through a reading or a proof.
 */
export const RENEWAL_TRANSITIONS: Readonly<
  Record<RenewalState, Readonly<Partial<Record<RenewalEventKind, RenewalState>>>>
> = {
  none: { sealed: 'sealed' },
  sealed: { sealed: 'sealed', intended: 'intended' },
  intended: {
    accepted: 'accepted',
    refused: 'refused',
    changed: 'renewed',
    'not-changed': 'unchanged',
    doubted: 'doubtful',
  },
  accepted: { changed: 'renewed', 'not-changed': 'unchanged', doubted: 'doubtful' },
  renewed: { sealed: 'sealed' },
  unchanged: { sealed: 'sealed' },
  // A refusal may be the answer to a request that the browser sent a second time by itself.
  refused: { changed: 'renewed', 'not-changed': 'unchanged', doubted: 'doubtful' },
  doubtful: { changed: 'renewed', 'not-changed': 'unchanged', doubted: 'doubtful' },
};

/** States in which a click may have happened whose result is not known yet. */
export function renewalAwaitsReading(state: RenewalState): boolean {
  return ['intended', 'accepted', 'refused', 'doubtful'].includes(state);
}

/** A renewal as the ledger knows it: the state and the latest details behind it. */
export interface RenewalStanding {
  readonly state: RenewalState;
  /** The one with the new password. */
  readonly credential?: SealedCredential;
  readonly before?: RowBefore;
  /** ISO time. */
  readonly intendedAt?: string;
  readonly found?: PortalRow;
  /** What the portal said when it accepted or refused, or why the renewal is doubtful. */
  readonly message?: string;
}

export const NO_RENEWAL: RenewalStanding = { state: 'none' };

/**
 * The standing after one event at an ISO time. Pure.
 * @throws Error where the machine has no such transition: a defect of the caller, never of the portal.
 */
export function applyRenewalEvent(
  standing: RenewalStanding,
  event: RenewalEvent,
  at: string,
): RenewalStanding {
  const state = RENEWAL_TRANSITIONS[standing.state][event.kind];
  if (state === undefined) {
    throw new Error(`no transition of a renewal from ${standing.state} by ${event.kind}`);
  }
  switch (event.kind) {
    case 'sealed':
      return { state, credential: event.credential };
    case 'intended':
      return { ...standing, state, intendedAt: at, before: event.before };
    case 'accepted':
    case 'refused':
      return { ...standing, state, message: event.message };
    case 'changed':
      return { ...standing, state, found: event.found };
    case 'not-changed':
      return { ...standing, state };
    case 'doubted':
      return { ...standing, state, message: event.reason };
  }
}
