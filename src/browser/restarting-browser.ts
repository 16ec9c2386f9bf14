import { startBrowser, type LaunchOptions, type StartedBrowser } from './launch.ts';

/** A browser that is started again after it was lost. */
export class RestartingBrowser {
  readonly #options: LaunchOptions;
  #started: Promise<StartedBrowser> | undefined;

  constructor(options: LaunchOptions) {
    this.#options = options;
  }

  /** Returns the running browser, or starts one. @throws RaccordError as `startBrowser`. */
  async current(): Promise<StartedBrowser> {
    const before = this.#started;
    if (before !== undefined && (await before).browser.isConnected()) return before;
    // Concurrent callers share one browser.
    if (this.#started === before) this.#started = startBrowser(this.#options);
    return this.current();
  }

  /** Kills a browser that hangs. */
  async kill(): Promise<void> {
    (await this.#started)?.kill();
  }

  async close(): Promise<void> {
    await (await this.#started)?.close();
  }
}
