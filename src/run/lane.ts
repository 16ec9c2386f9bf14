import type { BrowserContext } from 'playwright';
import { PortalPage } from '../../flows/pages/portal-page.ts';
import { isReadingRequest } from '../../flows/pages/reading-requests.ts';
import { newContext, type ContextOptions, type StartedBrowser } from '../browser/launch.ts';
import { Screen } from '../browser/screen.ts';
import { WriteGuard } from '../browser/write-guard.ts';

interface LaneParts {
  readonly context: BrowserContext;
  readonly screen: Screen;
  readonly portal: PortalPage;
  /** Present in reading modes. */
  readonly guard?: WriteGuard;
}

interface LaneOptions extends ContextOptions {
  /** Such a lane cannot send what would change something. */
  readonly readOnly: boolean;
}

/** After so many pieces of work a lane begins anew. */
const MOST_USES = 10;

/** A place in which one SIRET is worked on: a browser context with its tab, its portal, its screen. */
export class Lane {
  readonly #browser: StartedBrowser;
  readonly #portalUrl: URL;
  readonly #readOnly: boolean;
  #parts: LaneParts;
  #uses = 0;

  private constructor(
    browser: StartedBrowser,
    portalUrl: URL,
    readOnly: boolean,
    parts: LaneParts,
  ) {
    this.#browser = browser;
    this.#portalUrl = portalUrl;
    this.#readOnly = readOnly;
    this.#parts = parts;
  }

  static async open(
    browser: StartedBrowser,
    portalUrl: URL,
    { readOnly, ...options }: LaneOptions,
  ): Promise<Lane> {
    const parts = await openParts(browser, portalUrl, { readOnly, ...options });
    return new Lane(browser, portalUrl, readOnly, parts);
  }

  get context(): BrowserContext {
    return this.#parts.context;
  }

  get screen(): Screen {
    return this.#parts.screen;
  }

  get portal(): PortalPage {
    return this.#parts.portal;
  }

  get guard(): WriteGuard | undefined {
    return this.#parts.guard;
  }

  /**
   * To be called before each piece of work that writes. Now and then the lane gets a fresh context
   * with the same session: what the browser and its driver remember of all pages they showed would
   * else grow as long as a run lasts.
   */
  async use(): Promise<void> {
    this.#uses += 1;
    if (this.#uses <= MOST_USES) return;
    const { context } = this.#parts;
    const storageState = await context.storageState();
    this.#parts = await openParts(this.#browser, this.#portalUrl, {
      storageState,
      readOnly: this.#readOnly,
    });
    this.#uses = 1;
    await context.close();
  }
}

async function openParts(
  browser: StartedBrowser,
  portalUrl: URL,
  options: LaneOptions,
): Promise<LaneParts> {
  const context = await newContext(browser, options);
  const guard = options.readOnly ? await WriteGuard.install(context, isReadingRequest) : undefined;
  const screen = new Screen(await context.newPage());
  return {
    context,
    screen,
    portal: new PortalPage(screen, portalUrl),
    ...(guard !== undefined && { guard }),
  };
}
