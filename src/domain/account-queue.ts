import { ERROR_POLICIES, EXIT, type ErrorCode, type ErrorPolicy } from '../errors/errors.ts';
import type { RaccordError } from '../errors/errors.ts';

/** An administrator's account on a portal. */
export interface Account {
  /** The portal's host, with its port where it has one. */
  readonly portal: string;
  readonly login: string;
}

/** Returns an account under the one name that all rows have for it: a portal knows a login in any case. */
export function accountOf(portal: string, login: string): Account {
  return { portal, login: login.trim().toLowerCase() };
}

export function isSameAccount(one: Account, other: Account): boolean {
  return one.portal === other.portal && one.login === other.login;
}

export const ROW_STATES = ['waiting', 'running', 'done', 'failed', 'parked'] as const;

/** Where a queued SIRET stands. `parked`: no worker takes it until a person says so. */
export type RowState = (typeof ROW_STATES)[number];

/** Why a row failed or is parked. */
export type RowReason = ErrorCode | 'WORKERS_LOST';

/** Why no worker takes an account. `ASKED`: a person said so. */
export type PauseReason = ErrorCode | 'ASKED';

export interface Pause {
  readonly reason: PauseReason;
  readonly since: string;
  /** Absent where it lasts until a person ends it. */
  readonly until?: string;
}

/** So many workers may vanish while they work on a row. */
const MAX_LOST_WORKERS = 3;

/**
 * Returns where a row stands whose worker vanished.
 * @param lostWorkers how many have, this one included.
 */
export function afterLostWorker(lostWorkers: number): { state: RowState; reason?: RowReason } {
  return lostWorkers < MAX_LOST_WORKERS
    ? { state: 'waiting' }
    : { state: 'parked', reason: 'WORKERS_LOST' };
}

/**
 * Returns where a row stands after the work on it. What ends all work says nothing about the row,
 * which waits for the next worker.
 */
export function afterWork(causes: readonly RaccordError[]): {
  state: RowState;
  reason?: RowReason;
} {
  if (causes.some(({ policy }) => policy.scope === 'run')) return { state: 'waiting' };
  const cause = causes.find(({ policy }) => policy.scope !== 'nothing');
  return cause === undefined ? { state: 'done' } : { state: 'failed', reason: cause.code };
}

/** What a worker does about an account, and itself, after what ended the work on the account. */
export type Consequence =
  /** Somebody else works on it, or the database does not answer: it is taken again later. */
  | { readonly kind: 'later' }
  /** Every worker would meet the same; `forMs` absent: until a person resumes it. */
  | { readonly kind: 'pause'; readonly forMs?: number }
  /** This machine cannot work; others may. */
  | { readonly kind: 'end-worker' };

const LATER: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  ...(['INTERRUPTED', 'LEASE_LOST', 'HOME_LOCKED', 'ACCOUNT_LOCKED'] as const),
  'DATABASE_UNREACHABLE',
]);

/** A portal that is closed or down opens again by itself. */
const UNAVAILABLE_PAUSE_MS = 15 * 60_000;

/** Returns what follows from the error that ended the work on an account. */
export function consequenceOf(code: ErrorCode): Consequence {
  if (LATER.has(code)) return { kind: 'later' };
  const { exit, scope }: ErrorPolicy = ERROR_POLICIES[code];
  if (exit === EXIT.portalUnavailable) return { kind: 'pause', forMs: UNAVAILABLE_PAUSE_MS };
  const isOfMachine = scope === 'run' && (exit === EXIT.badInput || exit === EXIT.someFailed);
  return isOfMachine ? { kind: 'end-worker' } : { kind: 'pause' };
}

/** What a worker brings to an account. */
export interface Means {
  /** True if the machine computes the codes of the second factor. */
  readonly hasSecondFactor: boolean;
  /** True if a person signed in on this machine, which kept the session. */
  readonly hasSession: boolean;
}

/** How an account stands whose rows wait. */
export interface AccountStatus extends Account {
  /** When the first of its waiting rows was queued; absent where none waits. */
  readonly waitingSince?: string;
  /** True while a worker, or another command, holds it. */
  readonly isHeld: boolean;
  readonly pause?: Pause;
  /** The host on which a person signed in; absent where any machine can. */
  readonly pinnedTo?: string;
}

/** An account that a worker could take. */
export interface Candidate {
  readonly standing: AccountStatus;
  readonly means: Means;
}

/** True while an account is paused. */
export function isPaused({ pause }: Pick<AccountStatus, 'pause'>, now: string): boolean {
  return pause !== undefined && (pause.until === undefined || now < pause.until);
}

/** True if a machine can sign in to an account, now and when the session ends. */
export function canSignIn(
  { hasSecondFactor, hasSession }: Means,
  { pinnedTo }: Pick<AccountStatus, 'pinnedTo'>,
  host: string,
): boolean {
  return hasSecondFactor || (hasSession && (pinnedTo === undefined || pinnedTo === host));
}

/**
 * Chooses the account that a worker takes next: the one that it was offered, else the one whose rows
 * have waited longest.
 * @returns undefined if it may take none.
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
