import type { Siret } from './siret.ts';

/** An enrolment has two halves that do not depend on each other (facts/portal.md section c). */
export const HALVES = ['connection', 'account'] as const;

export type Half = (typeof HALVES)[number];

/** Where one half of an enrolment stands. `docs/states.md` is drawn from this file. */
export const HALF_STATES = [
  'unread',
  'absent',
  'existing',
  'sealed',
  'intended',
  'accepted',
  'done',
  'refused',
  'doubtful',
] as const;

export type HalfState = (typeof HALF_STATES)[number];

/** What can happen to a half; each is one row of the ledger, with the details that belong to it. */
export type HalfEvent =
  | { readonly kind: 'not-seen' }
  | { readonly kind: 'seen-other'; readonly found: PortalRow }
  | { readonly kind: 'sealed'; readonly credential: SealedCredential }
  | { readonly kind: 'intended'; readonly applicationName?: string; readonly credentialId?: string }
  | { readonly kind: 'accepted'; readonly message: string }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'seen'; readonly found: PortalRow }
  | { readonly kind: 'settled-absent' }
  | { readonly kind: 'doubted'; readonly reason: string }
  | { readonly kind: 'absence-confirmed' }
  /** Captured on another machine, where the portal's list showed it. */
  | {
      readonly kind: 'imported';
      readonly credential: SealedCredential;
      readonly found: PortalRow;
    };

export type HalfEventKind = HalfEvent['kind'];

/** What the portal's own lists say of a connection or an account, as it is written there. */
export interface PortalRow {
  /** The application's name (connection) or the login (account). */
  readonly name: string;
  /** "Etat courant" or "État". Its values are unverified (facts/portal.md section c), so it is free text. */
  readonly state: string;
  /** "Date exp. Mot de passe" as an ISO date; accounts only, absent where the page gives none. */
  readonly expiresOn?: string;
}

/** What is known of a sealed credential without opening it. */
export interface SealedCredential {
  readonly id: string;
  readonly login: string;
  /** SHA-256 of the sealed file, in hex. */
  readonly digest: string;
  /** Keyed fingerprint (HMAC-SHA256, hex) of the password: "delivered = captured" without the secret. */
  readonly fingerprint: string;
  /** ISO time of the capture. */
  readonly capturedAt: string;
  /** How often it was encrypted anew since, to other keys; absent where never. */
  readonly generation?: number;
}

/**
 * The state machine of both halves. From every state after an intent the portal is read again:
 * there is no way from `intended`, `accepted` or `doubtful` to a second intent that does not pass
 * through a reading (`settled-absent`, after the settle window) or a person (`absence-confirmed`).
 */
export const TRANSITIONS: Readonly<
  Record<HalfState, Readonly<Partial<Record<HalfEventKind, HalfState>>>>
> = {
  unread: { 'not-seen': 'absent', 'seen-other': 'existing', imported: 'done' },
  absent: {
    'not-seen': 'absent',
    'seen-other': 'existing',
    sealed: 'sealed',
    intended: 'intended',
    imported: 'done',
  },
  existing: {
    'seen-other': 'existing',
    'not-seen': 'absent',
    sealed: 'sealed',
    imported: 'done',
  },
  sealed: {
    'not-seen': 'absent',
    'seen-other': 'existing',
    sealed: 'sealed',
    intended: 'intended',
  },
  intended: {
    accepted: 'accepted',
    seen: 'done',
    refused: 'refused',
    'settled-absent': 'absent',
    doubted: 'doubtful',
  },
  accepted: { seen: 'done', doubted: 'doubtful' },
  done: { seen: 'done', doubted: 'doubtful', sealed: 'sealed', imported: 'done' },
  refused: { 'not-seen': 'absent', 'seen-other': 'existing', seen: 'done' },
  doubtful: { seen: 'done', doubted: 'doubtful', 'absence-confirmed': 'absent' },
};

/**
 * The state after an event.
 * @throws Error where the machine has no such transition: a defect of the caller, never of the portal.
 */
export function nextState(state: HalfState, event: HalfEventKind): HalfState {
  const next = TRANSITIONS[state][event];
  if (next === undefined) throw new Error(`no transition from ${state} by ${event}`);
  return next;
}

/** States in which a click may have happened whose result is not known yet. */
export function awaitsReading(state: HalfState): boolean {
  return state === 'intended' || state === 'accepted' || state === 'doubtful';
}

/** One half as the ledger knows it: the state and the latest details behind it. */
export interface HalfStanding {
  readonly state: HalfState;
  readonly intendedAt?: string;
  readonly applicationName?: string;
  readonly credential?: SealedCredential;
  readonly found?: PortalRow;
  /** What the portal said when it accepted or refused, or why the half is doubtful. */
  readonly message?: string;
}

export interface Enrolment {
  readonly siret: Siret;
  readonly connection: HalfStanding;
  readonly account: HalfStanding;
  /** ISO time of the latest event. */
  readonly updatedAt?: string;
}

const UNREAD: HalfStanding = { state: 'unread' };

export function newEnrolment(siret: Siret): Enrolment {
  return { siret, connection: UNREAD, account: UNREAD };
}

/** The enrolment after one event at an ISO time. Pure; throws as {@link nextState} does. */
export function applyEvent(
  enrolment: Enrolment,
  half: Half,
  event: HalfEvent,
  at: string,
): Enrolment {
  return { ...enrolment, [half]: nextStanding(enrolment[half], event, at), updatedAt: at };
}

function nextStanding(standing: HalfStanding, event: HalfEvent, at: string): HalfStanding {
  const state = nextState(standing.state, event.kind);
  switch (event.kind) {
    case 'seen':
    case 'seen-other':
      return { ...standing, state, found: event.found };
    case 'sealed':
      return { ...standing, state, credential: event.credential };
    case 'intended':
      return {
        ...standing,
        state,
        intendedAt: at,
        ...(event.applicationName !== undefined && { applicationName: event.applicationName }),
      };
    case 'accepted':
    case 'refused':
      return { ...standing, state, message: event.message };
    case 'doubted':
      return { ...standing, state, message: event.reason };
    case 'imported':
      return { state, credential: event.credential, found: event.found };
    case 'not-seen':
    case 'settled-absent':
    case 'absence-confirmed':
      return { state };
  }
}
