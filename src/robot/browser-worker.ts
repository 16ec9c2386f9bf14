import type { BrowserContext } from 'playwright';
import { useKnowledge, type Knowledge } from '../acting/knowledge.ts';
import { closeInterruptions } from '../acting/interruptions.ts';
import { navigationWordings } from '../../flows/pages/wordings.ts';
import { PortalPage } from '../../flows/pages/portal-page.ts';
import { readingEvidence } from '../../flows/pages/reading-evidence.ts';
import { isReadingRequest } from '../../flows/pages/reading-requests.ts';
import { type RestartingBrowser, newContext, type ContextOptions } from '../browser/launch.ts';
import { ActivePage } from '../browser/active-page.ts';
import { WriteGuard } from '../browser/write-guard.ts';

interface BrowserWorkerParts {
  readonly context: BrowserContext;
  readonly activePage: ActivePage;
  readonly portal: PortalPage;
  /** Present in read-only modes. */
  readonly guard?: WriteGuard;
}

interface BrowserWorkerOptions extends ContextOptions {
  /** A read-only worker cannot send a request that would change something. */
  readonly readOnly: boolean;
  /** Knowledge of the portal's pages taught by a person; absent: none. */
  readonly knowledge?: Knowledge;
}

/** The source of the browser in which a worker opens. */
type Browsers = Pick<RestartingBrowser, 'current'>;

/** Number of uses after which a worker gets a fresh context. */
const MAX_USES = 10;

/** A worker for one SIRET at a time: a browser context with its tab and portal. */
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
   * Blocks every request that would change something from now on, including a person's clicks. The
   * screen may show a filled form: only reading requests known by name are allowed.
   */
  async forbidWrites(): Promise<void> {
    if (this.#parts.guard !== undefined) return;
    const guard = await WriteGuard.install(this.context, isReadingRequest);
    await guard.guardEgress(this.activePage.page);
    this.#parts = { ...this.#parts, guard };
  }

  /** Blocks the same for as long as a person has the window in the middle of the work. */
  async withWritesForbidden(work: () => Promise<void>): Promise<void> {
    if (this.#parts.guard !== undefined) return work();
    const guard = await WriteGuard.install(this.context, isReadingRequest);
    return work().finally(() => guard.lift());
  }

  /**
   * Must be called before each task that writes. From time to time the worker gets a fresh context
   * with the same session: otherwise the memory of browser and driver for all pages shown would
   * grow for as long as the run lasts.
   */
  async use(): Promise<void> {
    this.#uses += 1;
    if (this.#uses > MAX_USES) await this.renew();
  }

  /** Replaces the context by a fresh one with the same session. */
  async renew(): Promise<void> {
    const { context } = this.#parts;
    await this.#begin(await context.storageState());
    this.#uses = 1;
    await context.close();
  }

  /**
   * Opens a fresh context if the worker's tab or browser was lost.
   * @param session returns the session to restore.
   */
  async recover(session: () => Promise<ContextOptions['storageState']>): Promise<void> {
    if (this.activePage.lost === undefined) return;
    const { context } = this.#parts;
    await this.#begin(await session());
    this.#uses = 0;
    // The context may be gone with its browser.
    await context.close().catch(() => undefined);
  }

  async #begin(storageState: ContextOptions['storageState']): Promise<void> {
    this.#parts = await openParts(this.#browsers, this.#portalUrl, {
      storageState,
      readOnly: this.#readOnly,
      knowledge: this.#knowledge,
    });
  }
}

async function openParts(
  browsers: Browsers,
  portalUrl: URL,
  options: BrowserWorkerOptions,
): Promise<BrowserWorkerParts> {
  const context = await newContext(await browsers.current(), options);
  const requests = options.knowledge?.requests;
  const taught = requests?.isInUse === true ? requests : undefined;
  const guard = options.readOnly
    ? await WriteGuard.install(context, isReadingRequest, readingEvidence, taught)
    : undefined;
  if (options.knowledge !== undefined) useKnowledge(context, options.knowledge);
  const activePage = new ActivePage(await context.newPage());
  await guard?.guardEgress(activePage.page);
  await closeInterruptions(context, navigationWordings);
  return {
    context,
    activePage,
    portal: new PortalPage(activePage, portalUrl),
    guard,
  };
}
