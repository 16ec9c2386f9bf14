/** Time from its creation until an account works, about 30 min (facts/portal.md, picture row 8). */
export const READY_AFTER_MS = 30 * 60_000;

export interface Readiness {
  /** ISO time. */
  readonly tryAgainAt: string;
  /** Whole minutes until then, rounded up. */
  readonly minutesLeft: number;
}

/**
 * Returns when to retry an account that is refused at `now`; undefined if it is old enough to work.
 * Since the documented time is only approximate, 1.5 times as long still counts as young.
 * @param readyAfterMs milliseconds from its creation until an account works.
 */
export function readiness(
  createdAt: Date,
  now: Date,
  readyAfterMs: number = READY_AFTER_MS,
): Readiness | undefined {
  const age = now.getTime() - createdAt.getTime();
  // Further in the future than clocks differ: the date is meaningless.
  if (age < -readyAfterMs) return undefined;
  const until = [readyAfterMs, readyAfterMs * 1.5].find((limit) => age < limit);
  if (until === undefined) return undefined;
  const left = until - age;
  return {
    tryAgainAt: new Date(now.getTime() + left).toISOString(),
    minutesLeft: Math.ceil(left / 60_000),
  };
}
