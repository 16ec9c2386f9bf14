import { setTimeout as pause } from 'node:timers/promises';
import type { Frame, Page, Request } from 'playwright';
import { readsByMethod } from './outgoing-request.ts';

const WATCHED = new Set(['document', 'xhr', 'fetch']);

/** How long no request must have been under way before a page counts as settled. */
const QUIET_MS = 250;

const POLL_MS = 10;

/** Each tab's, as long as there is the tab. */
const known = new WeakMap<Page, Traffic>();

/** The traffic of a tab, watched from the first call on. */
export function trafficOf(page: Page): Traffic {
  const traffic = known.get(page) ?? new Traffic(page);
  known.set(page, traffic);
  return traffic;
}

/** A document that the browser could not load into a tab. */
export interface FailedNavigation {
  readonly host: string;
  /** As `net::ERR_…`. */
  readonly reason: string;
}

/** What is known of the request that a click sent: its HTTP status, once it is answered. */
export type Write = 'none' | 'under-way' | number;

interface Broken {
  readonly at: number;
  readonly answer: string;
}

/**
 * Knows which requests a tab waits for, so that a page made by scripts can be read once it has what
 * it asked for. `networkidle` would not do: it is given once for each document.
 */
class Traffic {
  readonly #page: Page;
  #view: Frame;
  readonly #underWay = new Set<Request>();
  #lastChange = performance.now();
  #brokenWrite: string | undefined;
  #isWrite: (request: Request) => boolean = () => false;
  #write: { readonly request: Request; state: Write } | undefined;
  #broken: Broken | undefined;
  #failedNavigation: FailedNavigation | undefined;
  /** The tab's own document is known to have loaded, and none is on its way since. */
  #hasLoaded = false;

  constructor(page: Page) {
    this.#page = page;
    this.#view = page.mainFrame();
    page.on('load', () => {
      this.#hasLoaded = !this.awaitsOwnDocument;
    });
    page.on('domcontentloaded', () => {
      this.#hasLoaded = false;
    });
    page.on('request', (request) => {
      if (this.#isOwnDocument(request)) this.#hasLoaded = false;
      if (WATCHED.has(request.resourceType())) this.#change(() => this.#underWay.add(request));
      if (this.#write === undefined && this.#isOwn(request) && this.#isWrite(request)) {
        this.#write = { request, state: 'under-way' };
      }
    });
    page.on('requestfinished', (request) => {
      this.#change(() => this.#underWay.delete(request));
    });
    page.on('requestfailed', (request) => {
      this.#change(() => this.#underWay.delete(request));
      if (this.#write?.request === request) this.#write.state = 'none';
      const reason = request.failure()?.errorText ?? 'failed';
      if (this.#isOwnDocument(request)) {
        this.#failedNavigation = { host: new URL(request.url()).hostname, reason };
      }
      // What the page itself gave up, as it does when it is left, is no fault of the portal.
      if (reason.endsWith('ERR_ABORTED') || !this.#isOwn(request)) return;
      this.#note(reason);
      if (!hasReadingMethod(request)) this.#brokenWrite ??= reason;
    });
    page.on('response', (response) => {
      const status = response.status();
      if (this.#write?.request === response.request()) this.#write.state = status;
      if (!this.#isOwn(response.request())) return;
      if (status >= 500 || status === 401) this.#note(`HTTP ${status}`);
      // 401 and 403: nobody was signed in any more.
      const broke = status >= 500 || status === 401 || status === 403;
      if (broke && !hasReadingMethod(response.request())) this.#brokenWrite ??= `HTTP ${status}`;
    });
  }

  /** From now on the requests of a frame's host count too. */
  follow(view: Frame): void {
    this.#view = view;
  }

  /** The last document of the tab that failed to load, whatever came after it. */
  get failedNavigation(): FailedNavigation | undefined {
    return this.#failedNavigation;
  }

  /**
   * Forgets what became of the writes so far.
   * @param isReading tells requests that read although their method could write.
   */
  watchWrites(isReading: (request: Request) => boolean): void {
    this.#brokenWrite = undefined;
    this.#write = undefined;
    this.#isWrite = (request) => !hasReadingMethod(request) && !isReading(request);
  }

  /** The first request to the page's own host that may write since {@link watchWrites}. */
  get write(): Write {
    return this.#write?.state ?? 'none';
  }

  /** How a request to the page's own host that may write broke off since {@link watchWrites}. */
  get brokenWrite(): string | undefined {
    return this.#brokenWrite;
  }

  /**
   * How the page's own host last failed to answer it since an instant (`performance.now()`), as
   * `HTTP 401` or `net::ERR_…`: a page made by scripts may show nothing of that, or not yet.
   */
  brokenSince(instant: number): string | undefined {
    return this.#broken !== undefined && this.#broken.at >= instant
      ? this.#broken.answer
      : undefined;
  }

  /** True while the tab waits for a document that it was sent to. */
  get awaitsDocument(): boolean {
    return [...this.#underWay].some((request) => request.isNavigationRequest());
  }

  /** The same, of the tab's own document, and not of a frame's in it. */
  get awaitsOwnDocument(): boolean {
    return [...this.#underWay].some((request) => this.#isOwnDocument(request));
  }

  /** For how long nothing has been under way, in milliseconds; 0 while something is. */
  get quietFor(): number {
    return this.#underWay.size === 0 ? performance.now() - this.#lastChange : 0;
  }

  /** Resolves once nothing is under way, or after patience (milliseconds). */
  async idle(timeoutMs: number): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    while (this.#underWay.size > 0 && performance.now() < deadline) await pause(POLL_MS);
  }

  /**
   * Resolves once the document in hand has loaded and nothing was under way for a moment, or after
   * patience (milliseconds): a page that polls for ever must not hold the robot, whose next look has
   * a condition of its own.
   */
  async settled(timeoutMs = 10_000): Promise<void> {
    // An action waits for what it sets off in the tab itself, not for what it sets off in a frame.
    const since = this.#view === this.#page.mainFrame() ? 0 : performance.now();
    await this.#loaded(this.#page.mainFrame());
    const deadline = performance.now() + timeoutMs;
    while (performance.now() < deadline) {
      if (Math.min(this.quietFor, performance.now() - since) >= QUIET_MS) break;
      await pause(POLL_MS);
    }
    // What came last may still be put in place of what was there.
    await this.#loaded(this.#view);
  }

  /** Playwright is asked only where its events do not tell already. */
  async #loaded(view: Frame): Promise<void> {
    const isKnown = this.#hasLoaded && view === this.#page.mainFrame();
    if (!isKnown) await view.waitForLoadState('load');
  }

  /** A chatbot's or a counter's requests go elsewhere, and say nothing of the portal. */
  #isOwn(request: Request): boolean {
    if (!WATCHED.has(request.resourceType())) return false;
    const { host } = new URL(request.url());
    return [this.#page.url(), this.#view.url()].some(
      (own) => URL.canParse(own) && new URL(own).host === host,
    );
  }

  /** True for a document that takes the place of the tab's own. */
  #isOwnDocument(request: Request): boolean {
    if (!request.isNavigationRequest()) return false;
    try {
      return request.frame() === this.#page.mainFrame();
    } catch {
      // The first document of a tab: its frame comes with the answer.
      return true;
    }
  }

  #note(answer: string): void {
    this.#broken = { at: performance.now(), answer };
  }

  #change(apply: () => void): void {
    apply();
    this.#lastChange = performance.now();
  }
}

function hasReadingMethod(request: Request): boolean {
  return readsByMethod(request.method());
}
