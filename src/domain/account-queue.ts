import { ERROR_POLICIES, type ErrorPolicy } from '../errors/error-policy.ts';
import { EXIT } from '../errors/exit-code.ts';
import type { ErrorCode } from '../errors/error-details.ts';
import type { AnyRaccordError } from '../errors/raccord-error.ts';

/** An administrator's account on a portal. */
export interface Account {
  /** The portal's host, with its port if it has one. */
  readonly portal: string;
  readonly login: string;
}

/** Returns an account with a normalised login: a portal ignores the case of logins. */
export function accountOf(portal: string, login: string): Account {
  return { portal, login: login.trim().toLowerCase() };
}

export function isSameAccount(one: Account, other: Account): boolean {
  return one.portal === other.portal && one.login === other.login;
}

export const ROW_STATES = ['waiting', 'running', 'done', 'failed', 'parked'] as const;

/** The state of a queued SIRET. `parked`: no worker takes it until a person allows it. */
export type RowState = (typeof ROW_STATES)[number];

/** The reason why a row failed or is parked. */
export type RowReason = ErrorCode | 'WORKERS_LOST';

/** The reason why no worker takes an account. `ASKED`: a person requested it. */
export type PauseReason = ErrorCode | 'ASKED';

export interface Pause {
  readonly reason: PauseReason;
  readonly since: string;
  /** Absent if the pause lasts until a person ends it. */
  readonly until?: string;
}

/**
 * Returns the pause of an account after another one was decided, and whether it is news to people.
 * @param known the pause recorded before; a past one is removed once the account's work goes well.
 */
export function nextPause(
  known: Pause | undefined,
  wanted: Pause,
): { readonly pause: Pause; readonly isNew: boolean } {
  if (known === undefined) return { pause: wanted, isNew: true };
  // A pause that a person has to end gives way only to one for an error that says more.
  const isWeaker = wanted.until !== undefined || wanted.reason === 'ASKED';
  if (known.until === undefined && isWeaker) return { pause: known, isNew: false };
  if (known.reason !== wanted.reason) return { pause: wanted, isNew: true };
  return { pause: { ...wanted, since: known.since }, isNew: false };
}

/** The number of lost workers after which a row is parked. */
const MAX_LOST_WORKERS = 3;

/**
 * Returns the state of a row whose worker vanished.
 * @param lostWorkers the number of workers lost on this row, this one included.
 */
export function afterLostWorker(lostWorkers: number): { state: RowState; reason?: RowReason } {
  return lostWorkers < MAX_LOST_WORKERS
    ? { state: 'waiting' }
    : { state: 'parked', reason: 'WORKERS_LOST' };
}

/**
 * Returns the state of a row after the work on it. An error that ends the whole run says nothing
 * about the row, which waits for the next worker.
 */
export function afterWork(causes: readonly AnyRaccordError[]): {
  state: RowState;
  reason?: RowReason;
} {
  if (causes.some(({ policy }) => policy.scope === 'run')) return { state: 'waiting' };
  const cause = causes.find(isFailure);
  return cause === undefined ? { state: 'done' } : { state: 'failed', reason: cause.code };
}

function isFailure({ policy }: AnyRaccordError): boolean {
  return policy.scope !== 'nothing';
}

/**
 * Returns the error of an unavailable portal that the last rows met: no later row shows that it
 * answers again. Too few rows may be left for it to stop the work.
 * @param worked the causes of each row, in order of completion.
 */
export function unavailableAtEnd(
  worked: readonly (readonly AnyRaccordError[])[],
): AnyRaccordError | undefined {
  const causes = worked.map((each) => each.find(isFailure));
  const answered = causes.findLastIndex((cause) => cause?.policy.scope !== 'portal');
  return causes
    .slice(answered + 1)
    .findLast((cause) => cause?.policy.exit === EXIT.portalUnavailable);
}

/** The action of a worker after an error ended its work on an account. */
export type Consequence =
  /** Another process works on it, or the database does not answer: the account is retried later. */
  | { readonly kind: 'later' }
  /** Every worker would fail the same way. `forMs` absent: until a person resumes it. */
  | { readonly kind: 'pause'; readonly forMs?: number }
  /** This machine cannot work; others may. */
  | { readonly kind: 'end-worker' };

const LATER: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  ...(['INTERRUPTED', 'LEASE_LOST', 'HOME_LOCKED', 'ACCOUNT_LOCKED'] as const),
  'DATABASE_UNREACHABLE',
]);

/** A closed or unavailable portal recovers by itself. */
const UNAVAILABLE_PAUSE_MS = 15 * 60_000;

/** Returns the consequence of the error that ended the work on an account. */
export function consequenceOf(code: ErrorCode): Consequence {
  if (LATER.has(code)) return { kind: 'later' };
  const { exit, scope }: ErrorPolicy = ERROR_POLICIES[code];
  if (exit === EXIT.portalUnavailable) return { kind: 'pause', forMs: UNAVAILABLE_PAUSE_MS };
  const isOfMachine = scope === 'run' && (exit === EXIT.badInput || exit === EXIT.someFailed);
  return isOfMachine ? { kind: 'end-worker' } : { kind: 'pause' };
}

/** The means of a worker to sign in to an account. */
export interface Means {
  /** Whether the machine computes the codes of the second factor. */
  readonly hasSecondFactor: boolean;
  /** Whether a person signed in on this machine and the session is kept. */
  readonly hasSession: boolean;
}

/** The state of an account with waiting rows. */
export interface AccountStatus extends Account {
  /** When the first of its waiting rows was queued; absent if no row is waiting. */
  readonly waitingSince?: string;
  /** Whether a worker or another command holds it. */
  readonly isHeld: boolean;
  readonly pause?: Pause;
  /** The host on which a person signed in; absent if any machine can. */
  readonly pinnedTo?: string;
}

/** An account that a worker could take. */
export interface Candidate {
  readonly standing: AccountStatus;
  readonly means: Means;
}

/** Checks whether an account is paused. */
export function isPaused({ pause }: Pick<AccountStatus, 'pause'>, now: string): boolean {
  return pause !== undefined && (pause.until === undefined || now < pause.until);
}

/** Checks whether a machine can sign in to an account, now and after the session ends. */
export function canSignIn(
  { hasSecondFactor, hasSession }: Means,
  { pinnedTo }: Pick<AccountStatus, 'pinnedTo'>,
  host: string,
): boolean {
  return hasSecondFactor || (hasSession && (pinnedTo === undefined || pinnedTo === host));
}

/**
 * Chooses the next account of a worker: the offered one if it is available, otherwise the one whose
 * rows have waited longest.
 * @returns undefined if no account is available.
 */
export function nextAccount<C extends Candidate>(
  candidates: readonly C[],
  { offered, host, now }: { offered?: Account | undefined; host: string; now: string },
): C | undefined {
  const open = candidates
    .filter(
      ({ standing, means }) =>
        standing.waitingSince !== undefined &&
        !standing.isHeld &&
        !isPaused(standing, now) &&
        canSignIn(means, standing, host),
    )
    .sort((one, other) => (sinceOf(one) < sinceOf(other) ? -1 : 1));
  const isOffered = ({ standing }: C): boolean =>
    offered !== undefined && isSameAccount(standing, offered);
  return open.find(isOffered) ?? open[0];
}

function sinceOf({ standing }: Candidate): string {
  return standing.waitingSince ?? '';
}
