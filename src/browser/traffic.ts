import { setTimeout as pause } from 'node:timers/promises';
import type { Page, Request } from 'playwright';

const WATCHED = new Set(['document', 'xhr', 'fetch']);

/** How long no request must have been under way before a page counts as settled. */
const QUIET_MS = 250;

/**
 * Knows which requests a tab waits for, so that a page made by scripts can be read once it has what
 * it asked for. `networkidle` would not do: it is given once for each document.
 */
export class Traffic {
  readonly #page: Page;
  readonly #underWay = new Set<Request>();
  #lastChange = performance.now();

  constructor(page: Page) {
    this.#page = page;
    page.on('request', (request) => {
      if (WATCHED.has(request.resourceType())) this.#change(() => this.#underWay.add(request));
    });
    for (const end of ['requestfinished', 'requestfailed'] as const) {
      page.on(end as 'requestfinished', (request) => {
        this.#change(() => this.#underWay.delete(request));
      });
    }
  }

  /**
   * Resolves once nothing was under way for a moment, or after patience (milliseconds): a page that
   * polls for ever must not hold the robot, whose next look has a condition of its own.
   */
  async settled(patience = 10_000): Promise<void> {
    await this.#page.waitForLoadState('load');
    const deadline = performance.now() + patience;
    while (performance.now() < deadline) {
      const quietFor = performance.now() - this.#lastChange;
      if (this.#underWay.size === 0 && quietFor >= QUIET_MS) return;
      await pause(QUIET_MS / 5);
    }
  }

  #change(apply: () => void): void {
    apply();
    this.#lastChange = performance.now();
  }
}
