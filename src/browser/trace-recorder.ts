import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { makePrivateFolder } from '../files/durable-file.ts';
import type { ActivePage } from './active-page.ts';

/**
 * Playwright traces that leave out every moment at which a secret is on the page or in a request.
 * Tracing is stopped wholly, since a chunk's boundary is no wall, and starts anew only after the
 * page was left. The film strip and the actions are recorded, but no DOM and no network: both hold values and
 * cookies (facts/dom.md section 3, facts/peers.md sections 4.2 and 4.3; `tests/flows/trace-leaks.spec.ts` measures it again).
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

  /** Goes on recording, after leaving whatever page a secret may still be on. */
  async resume(): Promise<void> {
    if (this.#running) return;
    await this.#activePage.page.goto('about:blank');
    await this.#activePage.context.tracing.start({ screenshots: true, snapshots: false });
    this.#running = true;
  }

  /** Ends the recording and keeps what there is as the next part. */
  async stop(): Promise<void> {
    if (!this.#running) return;
    this.#running = false;
    // What a lost browser had recorded went with it.
    if (this.#activePage.lost !== undefined) return;
    this.#parts += 1;
    await makePrivateFolder(this.#folder);
    const path = join(this.#folder, `trace-${this.#parts}.zip`);
    await this.#activePage.context.tracing.stop({ path });
    await chmod(path, 0o600);
  }
}
