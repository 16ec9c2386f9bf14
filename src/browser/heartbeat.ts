import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright';
import type { ActivePage } from './active-page.ts';

const BEAT_MS = 10_000;

/** A page whose scripts let nothing through for so long hangs. */
const TIMEOUT_MS = 30_000;

/**
 * Asks the tab in hand now and then whether it still answers, and gives the browser up where it does
 * not: much of what is asked of a page has no time limit of its own, and would wait for ever.
 */
export class Heartbeat {
  readonly #activePage: ActivePage;
  readonly #endBrowser: () => Promise<void>;
  #timer: NodeJS.Timeout | undefined;
  #asking = false;

  /** @param endBrowser ends the browser, so that whatever waits for it fails at once. */
  constructor(activePage: ActivePage, endBrowser: () => Promise<void>) {
    this.#activePage = activePage;
    this.#endBrowser = endBrowser;
  }

  start(): void {
    this.stop();
    this.#timer = setInterval(() => void this.#beat(), BEAT_MS).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async #beat(): Promise<void> {
    if (this.#asking || this.#activePage.lost !== undefined) return;
    this.#asking = true;
    const answered = await Promise.race([
      answers(this.#activePage.page).then(() => true),
      pause(TIMEOUT_MS, false, { ref: false }),
    ]);
    this.#asking = false;
    if (answered || this.#timer === undefined) return;
    this.stop();
    this.#activePage.giveUp();
    await this.#endBrowser();
  }
}

/** Through a session of its own, which no trace records. */
async function answers(page: Page): Promise<void> {
  try {
    const session = await page.context().newCDPSession(page);
    await session.send('Runtime.evaluate', { expression: '1' });
    await session.detach();
  } catch {
    // A tab that went away or moves on has answered that.
  }
}
