import type { BrowserContext } from 'playwright';
import { useKnowledge, type Knowledge } from '../acting/knowledge.ts';
import { closeInterruptions } from '../../flows/pages/interruptions.ts';
import { PortalPage } from '../../flows/pages/portal-page.ts';
import { readingEvidence } from '../../flows/pages/reading-evidence.ts';
import { isReadingRequest } from '../../flows/pages/reading-requests.ts';
import type { RestartingBrowser } from '../browser/restarting-browser.ts';
import { newContext, type ContextOptions } from '../browser/launch.ts';
import { ActivePage } from '../browser/active-page.ts';
import { WriteGuard } from '../browser/write-guard.ts';

interface BrowserWorkerParts {
  readonly context: BrowserContext;
  readonly activePage: ActivePage;
  readonly portal: PortalPage;
  /** Present in reading modes. */
  readonly guard?: WriteGuard;
}

interface BrowserWorkerOptions extends ContextOptions {
  /** Such a lane cannot send what would change something. */
  readonly readOnly: boolean;
  /** What a person taught of the portal's pages; absent: nothing. */
  readonly knowledge?: Knowledge;
}

/** Where a lane gets the browser in which it opens. */
type Browsers = Pick<RestartingBrowser, 'current'>;

/** After so many pieces of work a lane begins anew. */
const MAX_USES = 10;

/** A place in which one SIRET is worked on: a browser context with its tab, its portal, its screen. */
export class BrowserWorker {
  readonly #browsers: Browsers;
  readonly #portalUrl: URL;
  readonly #readOnly: boolean;
  readonly #knowledge: Knowledge | undefined;
  #parts: BrowserWorkerParts;
  #uses = 0;

  private constructor(
    browsers: Browsers,
    portalUrl: URL,
    { readOnly, knowledge }: Pick<BrowserWorkerOptions, 'readOnly' | 'knowledge'>,
    parts: BrowserWorkerParts,
  ) {
    this.#browsers = browsers;
    this.#portalUrl = portalUrl;
    this.#readOnly = readOnly;
    this.#knowledge = knowledge;
    this.#parts = parts;
  }

  static async open(
    browsers: Browsers,
    portalUrl: URL,
    options: BrowserWorkerOptions,
  ): Promise<BrowserWorker> {
    const parts = await openParts(browsers, portalUrl, options);
    return new BrowserWorker(browsers, portalUrl, options, parts);
  }

  get context(): BrowserContext {
    return this.#parts.context;
  }

  get activePage(): ActivePage {
    return this.#parts.activePage;
  }

  get portal(): PortalPage {
    return this.#parts.portal;
  }

  get guard(): WriteGuard | undefined {
    return this.#parts.guard;
  }

  /**
   * From now on nothing that would change something can be sent, whoever clicks. What was filled in
   * may be on show, and a person at the window: nothing but what is known by name is let through.
   */
  async forbidWrites(): Promise<void> {
    if (this.#parts.guard !== undefined) return;
    const guard = await WriteGuard.install(this.context, isReadingRequest);
    this.#parts = { ...this.#parts, guard };
  }

  /**
   * To be called before each piece of work that writes. Now and then the lane gets a fresh context
   * with the same session: what the browser and its driver remember of all pages they showed would
   * else grow as long as a run lasts.
   */
  async use(): Promise<void> {
    this.#uses += 1;
    if (this.#uses > MAX_USES) await this.renew();
  }

  /** Goes on in a fresh context with the same session. */
  async renew(): Promise<void> {
    const { context } = this.#parts;
    await this.#begin(await context.storageState());
    this.#uses = 1;
    await context.close();
  }

  /**
   * A lane whose tab or browser was lost begins anew.
   * @param session gives the session that it goes on with.
   */
  async recover(session: () => Promise<ContextOptions['storageState']>): Promise<void> {
    if (this.activePage.lost === undefined) return;
    const { context } = this.#parts;
    await this.#begin(await session());
    this.#uses = 0;
    // It may have gone with its browser.
    await context.close().catch(() => undefined);
  }

  async #begin(storageState: ContextOptions['storageState']): Promise<void> {
    this.#parts = await openParts(this.#browsers, this.#portalUrl, {
      ...(storageState !== undefined && { storageState }),
      readOnly: this.#readOnly,
      ...(this.#knowledge !== undefined && { knowledge: this.#knowledge }),
    });
  }
}

async function openParts(
  browsers: Browsers,
  portalUrl: URL,
  options: BrowserWorkerOptions,
): Promise<BrowserWorkerParts> {
  const context = await newContext(await browsers.current(), options);
  const guard = options.readOnly
    ? await WriteGuard.install(context, isReadingRequest, readingEvidence)
    : undefined;
  if (options.knowledge !== undefined) useKnowledge(context, options.knowledge);
  const activePage = new ActivePage(await context.newPage());
  await closeInterruptions(context);
  return {
    context,
    activePage,
    portal: new PortalPage(activePage, portalUrl),
    ...(guard !== undefined && { guard }),
  };
}
