import type { BrowserContext } from 'playwright';
import type { Clock } from '../domain/clock.ts';

/** Reads the portal's time off its answers, to compare this machine's clock with it. */
export class PortalClock {
  #skewMs: number | undefined;

  /** @param host the portal's own: other hosts may have other clocks. */
  constructor(context: BrowserContext, host: string, clock: Clock) {
    context.on('response', (response) => {
      const { date } = response.headers();
      if (date === undefined || new URL(response.url()).hostname !== host) return;
      const theirs = Date.parse(date);
      if (!Number.isNaN(theirs)) this.#skewMs = clock.now().getTime() - theirs;
    });
  }

  /** Milliseconds by which this clock is before the portal's, to about a second; undefined where it gave no time. */
  get skewMs(): number | undefined {
    return this.#skewMs;
  }
}
