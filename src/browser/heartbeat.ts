import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright';
import type { ActivePage } from './active-page.ts';

const BEAT_MS = 10_000;

/** Time without a response after which a page counts as hanging, in milliseconds. */
const TIMEOUT_MS = 30_000;

/**
 * Checks regularly whether the current tab still responds, and ends the browser if it does not:
 * many page operations have no timeout of their own and would wait forever.
 */
export class Heartbeat {
  readonly #activePage: ActivePage;
  readonly #endBrowser: () => Promise<void>;
  #timer: NodeJS.Timeout | undefined;
  #asking = false;

  /** @param endBrowser ends the browser, so that every pending operation fails at once. */
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

/** Uses a CDP session of its own, which no trace records. */
async function answers(page: Page): Promise<void> {
  try {
    const session = await page.context().newCDPSession(page);
    await session.send('Runtime.evaluate', { expression: '1' });
    await session.detach();
  } catch {
    // A tab that closed or navigated is not hanging.
  }
}
