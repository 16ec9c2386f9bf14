import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { makePrivateFolder } from '../files/durable-file.ts';
import type { ActivePage } from './active-page.ts';

/**
 * Playwright traces without any moment at which a secret is on the page or in a request. Tracing is
 * stopped entirely, since a chunk's boundary is not strict, and restarts only after the page
 * was left. Film strip and actions are recorded, but no DOM and no network: both contain values and
 * cookies (facts/dom.md section 3, facts/peers.md 4.2 and 4.3; `tests/flows/trace-leaks.spec.ts`).
 */
export class Trace {
  readonly #activePage: ActivePage;
  readonly #folder: string;
  #parts = 0;
  #running = false;

  constructor(activePage: ActivePage, folder: string) {
    this.#activePage = activePage;
    this.#folder = folder;
  }

  /** Resumes recording after leaving any page that may still show a secret. */
  async resume(): Promise<void> {
    if (this.#running) return;
    await this.#activePage.page.goto('about:blank');
    await this.#activePage.context.tracing.start({ screenshots: true, snapshots: false });
    this.#running = true;
  }

  /** Stops the recording and saves it as the next part. */
  async stop(): Promise<void> {
    if (!this.#running) return;
    this.#running = false;
    // A lost browser's recording is lost too.
    if (this.#activePage.lost !== undefined) return;
    this.#parts += 1;
    await makePrivateFolder(this.#folder);
    const path = join(this.#folder, `trace-${this.#parts}.zip`);
    await this.#activePage.context.tracing.stop({ path });
    await chmod(path, 0o600);
  }
}
