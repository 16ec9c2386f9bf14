import type { BrowserContext } from 'playwright';
import type { Clock } from '../domain/clock.ts';

/** Reads the portal's time from its responses, to compare this machine's clock with it. */
export class PortalClock {
  #skewMs: number | undefined;

  /** @param host the portal's own: clocks of other hosts may differ. */
  constructor(context: BrowserContext, host: string, clock: Clock) {
    context.on('response', (response) => {
      const { date } = response.headers();
      if (date === undefined || new URL(response.url()).hostname !== host) return;
      const theirs = Date.parse(date);
      if (!Number.isNaN(theirs)) this.#skewMs = clock.now().getTime() - theirs;
    });
  }

  /** Milliseconds this clock is ahead of the portal's, to about 1 s; undefined if unknown. */
  get skewMs(): number | undefined {
    return this.#skewMs;
  }
}
