/** A source of time that tests can replace, so that they do not wait. */
export interface Clock {
  now(): Date;
  /** Returns a monotonic time in milliseconds, independent of changes to the system clock. */
  elapsed(): number;
  /** Waits; resolves early, without an error, when the signal aborts. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => new Date(),
  elapsed: () => performance.now(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted === true) return resolve();
      const timer = setTimeout(finish, milliseconds);
      signal?.addEventListener('abort', finish, { once: true });
      function finish(): void {
        clearTimeout(timer);
        signal?.removeEventListener('abort', finish);
        resolve();
      }
    }),
};

const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Parses `90s`, `2m`, `1h`, `60d` or `500ms` to milliseconds; undefined for any other text. */
export function parseTimeSpan(text: string): number | undefined {
  const [, count, unit] = /^(\d+)(ms|s|m|h|d)$/u.exec(text) ?? [];
  if (count === undefined || unit === undefined) return undefined;
  return Number.parseInt(count, 10) * UNITS[unit as keyof typeof UNITS];
}
