/** An account works about 30 minutes after it was created (facts/portal.md, row 8 of its picture). */
export const READY_AFTER_MS = 30 * 60_000;

export type Readiness = {
  /** ISO time. */
  readonly tryAgainAt: string;
  /** Whole minutes until then, rounded up. */
  readonly minutesLeft: number;
};

/**
 * When it is worth trying an account again that is refused at `now`; undefined for one that is old
 * enough to work. Since "about" is all that is known, half as long again counts as young, too.
 * @param readyAfterMs milliseconds from its creation until an account works.
 */
export function readiness(
  createdAt: Date,
  now: Date,
  readyAfterMs: number = READY_AFTER_MS,
): Readiness | undefined {
  const age = now.getTime() - createdAt.getTime();
  // Further in the future than clocks differ: the date says nothing.
  if (age < -readyAfterMs) return undefined;
  const until = [readyAfterMs, readyAfterMs * 1.5].find((limit) => age < limit);
  if (until === undefined) return undefined;
  const left = until - age;
  return {
    tryAgainAt: new Date(now.getTime() + left).toISOString(),
    minutesLeft: Math.ceil(left / 60_000),
  };
}
