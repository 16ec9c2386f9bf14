import { startBrowser, type LaunchOptions, type StartedBrowser } from './launch.ts';

/** A browser that is there whenever it is asked for: one that was lost is started anew. */
export class RestartingBrowser {
  readonly #options: LaunchOptions;
  #started: Promise<StartedBrowser> | undefined;

  constructor(options: LaunchOptions) {
    this.#options = options;
  }

  /** @throws RaccordError as `startBrowser`. */
  async current(): Promise<StartedBrowser> {
    const before = this.#started;
    if (before !== undefined && (await before).browser.isConnected()) return before;
    // Those who ask side by side get one browser.
    if (this.#started === before) this.#started = startBrowser(this.#options);
    return this.current();
  }

  /** Ends at once a browser that hangs. */
  async kill(): Promise<void> {
    (await this.#started)?.kill();
  }

  async close(): Promise<void> {
    await (await this.#started)?.close();
  }
}
