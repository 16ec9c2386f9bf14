import { setTimeout as pause } from 'node:timers/promises';
import type { Frame, Page, Request, Response } from 'playwright';
import { isUnchangedFor } from './document-changes.ts';
import { readsByMethod } from './outgoing-request.ts';

const WATCHED = new Set(['document', 'xhr', 'fetch']);

/** Time without pending requests after which a page counts as settled, in milliseconds. */
const QUIET_MS = 250;

/** The same for a page whose document did not change either, in milliseconds. */
const UNCHANGED_MS = 50;

/** Timeout for a page to settle, in milliseconds. */
const SETTLING_MS = 10_000;

/** Time for an event to report that a document has loaded, in milliseconds. */
const LOAD_EVENT_MS = 1_000;

const POLL_MS = 10;

/** Requests of a captcha, which asks its own provider and sends no form. */
const CAPTCHA = /captcha|challenges\.cloudflare\.com/iu;

/** One per tab, for the lifetime of the tab. */
const known = new WeakMap<Page, Traffic>();

/** Returns the traffic of a tab, which is watched from the first call on. */
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

interface Broken {
  readonly at: number;
  readonly answer: string;
}

/**
 * Tracks a tab's pending requests, so that a page built by scripts is read once its data has
 * arrived. `networkidle` would not do: it fires once per document.
 */
class Traffic {
  readonly #page: Page;
  #view: Frame;
  readonly #underWay = new Set<Request>();
  #lastChange = performance.now();
  #isWrite: (request: Request) => boolean = () => false;
  /** Writes that the portal took, and whether a redirect of each led to another host. */
  #takenWrites = new Map<Request, boolean>();
  #broken: Broken | undefined;
  #failedNavigation: FailedNavigation | undefined;
  #actedAt = 0;
  #settledAt = 0;
  #isAsked = false;
  #hasSent = false;
  #isSameDocument = false;
  /** True if the tab's own document has loaded and no other is pending. */
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
      this.#isAsked ||= this.#isOwn(request);
      this.#hasSent ||= mayCarryForm(request);
      this.#isSameDocument &&= !request.isNavigationRequest();
    });
    page.on('requestfinished', (request) => {
      this.#change(() => this.#underWay.delete(request));
    });
    page.on('requestfailed', (request) => {
      this.#change(() => this.#underWay.delete(request));
      const reason = request.failure()?.errorText ?? 'failed';
      if (this.#isOwnDocument(request)) {
        this.#failedNavigation = { host: new URL(request.url()).hostname, reason };
      }
      // A request that the page itself cancelled, as on leaving, is not the portal's fault.
      if (reason.endsWith('ERR_ABORTED') || !this.#isOwn(request)) return;
      this.#note(reason);
    });
    page.on('response', (response) => {
      const status = response.status();
      const first = firstOf(response.request());
      if (this.#takenWrites.has(first)) {
        if (leadsAway(response)) this.#takenWrites.set(first, true);
      } else if (status < 400 && this.#isOwn(first) && this.#isWrite(first)) {
        this.#takenWrites.set(first, leadsAway(response));
      }
      if (!this.#isOwn(response.request())) return;
      // Parts of a page that the user has no right to are refused as it loads: not what was asked for.
      const isRefused = status === 403 && this.#isSameDocument;
      if (status >= 500 || status === 401 || status === 429 || isRefused) {
        this.#note(`HTTP ${status}`);
      }
    });
  }

  /** Includes the requests of a frame's host from now on. */
  follow(view: Frame): void {
    this.#view = view;
  }

  /** Called right before something is pressed or chosen: what the page asks for then follows it. */
  act(): void {
    this.#actedAt = performance.now();
    this.#isAsked = false;
    this.#hasSent = false;
    this.#isSameDocument = true;
  }

  /** The instant of the latest {@link act} (`performance.now()`); 0 before the first. */
  get actedAt(): number {
    return this.#actedAt;
  }

  /** True once the page's own host was asked for something since the latest {@link act}. */
  get isAsked(): boolean {
    return this.#isAsked;
  }

  /** True once anything that may have carried a form left since the latest {@link act}. */
  get hasSent(): boolean {
    return this.#hasSent;
  }

  /** True until the latest {@link act} leads to another document. */
  get isSameDocument(): boolean {
    return this.#isSameDocument;
  }

  /** The tab's last document that failed to load, even if another loaded since. */
  get failedNavigation(): FailedNavigation | undefined {
    return this.#failedNavigation;
  }

  /**
   * Forgets earlier writes.
   * @param isReading identifies requests that only read although their method could write.
   */
  watchWrites(isReading: (request: Request) => boolean): void {
    this.#takenWrites = new Map();
    this.#isWrite = (request) => !readsByMethod(request.method()) && !isReading(request);
  }

  /**
   * True if redirects led a form that was taken since {@link watchWrites} to another host, as the
   * end of a session does; where scripts alone wrote to the page's own host, all that they sent.
   */
  get isWriteLedAway(): boolean {
    const taken = [...this.#takenWrites];
    const forms = taken.filter(([request]) => request.isNavigationRequest());
    if (forms.length > 0) return forms.some(([, isAway]) => isAway);
    return taken.length > 0 && taken.every(([, isAway]) => isAway);
  }

  /**
   * Returns the last failure of the page's own host since an instant (`performance.now()`), as
   * `HTTP 401` or `net::ERR_…`: a page built by scripts may show it late or never.
   */
  brokenSince(instant: number): string | undefined {
    return this.#broken !== undefined && this.#broken.at >= instant
      ? this.#broken.answer
      : undefined;
  }

  /** True while a navigation of the tab or of one of its frames is pending. */
  get awaitsDocument(): boolean {
    return [...this.#underWay].some((request) => request.isNavigationRequest());
  }

  /** True while a navigation of the tab's own document is pending. */
  get awaitsOwnDocument(): boolean {
    return [...this.#underWay].some((request) => this.#isOwnDocument(request));
  }

  /** Milliseconds since the last pending request ended; 0 while one is pending. */
  get quietFor(): number {
    return this.#underWay.size === 0 ? performance.now() - this.#lastChange : 0;
  }

  /** Resolves once no request is pending, or after the timeout (milliseconds). */
  async idle(timeoutMs: number): Promise<void> {
    const deadline = performance.now() + timeoutMs;
    while (this.#underWay.size > 0 && performance.now() < deadline) await pause(POLL_MS);
  }

  /**
   * Resolves once the current document has loaded and for a moment no request was pending and
   * nothing changed, or after {@link SETTLING_MS}: a page that polls forever must not block the
   * robot, whose next check has a condition of its own.
   * @param fromNow true if that moment begins only now: what was read before it is read again.
   */
  async settled(fromNow = false): Promise<void> {
    // An action waits for its effects in the tab itself, but not for those in a frame.
    const isInFrame = this.#view !== this.#page.mainFrame();
    // A click can take long: its effects may only begin now.
    const isActedOn = this.#actedAt > this.#settledAt;
    const since = fromNow || isInFrame || isActedOn ? performance.now() : 0;
    await this.#loaded(this.#page.mainFrame());
    const deadline = performance.now() + SETTLING_MS;
    while (performance.now() < deadline) {
      if (Math.min(this.quietFor, performance.now() - since) >= QUIET_MS) break;
      if (this.quietFor < UNCHANGED_MS) await pause(POLL_MS);
      else if (await this.#isUnchanged(fromNow)) break;
    }
    // The last response may still replace the document.
    await this.#loaded(this.#view);
    this.#settledAt = performance.now();
  }

  /** Returns whether the document stays as it is for a moment, without a request meanwhile. */
  async #isUnchanged(fromNow: boolean): Promise<boolean> {
    const change = this.#lastChange;
    const rest = { durationMs: UNCHANGED_MS, fromNow };
    // A document that is being replaced, or that does not answer, has not settled.
    const isUnchanged = await Promise.race([
      isUnchangedFor(this.#view, rest).catch(() => pause(POLL_MS, false)),
      pause(QUIET_MS, false, { ref: false }),
    ]);
    return isUnchanged && this.#lastChange === change && this.#underWay.size === 0;
  }

  /** Playwright is asked only if its events do not report the load: each wait is several calls. */
  async #loaded(view: Frame): Promise<void> {
    if (view !== this.#page.mainFrame()) return view.waitForLoadState('load');
    const deadline = performance.now() + LOAD_EVENT_MS;
    while (!this.#hasLoaded && performance.now() < deadline && !this.#page.isClosed()) {
      await pause(POLL_MS);
    }
    if (this.#hasLoaded) return;
    await view.waitForLoadState('load');
    // A download replaces no document: no event reports that the former one is still there.
    this.#hasLoaded = !this.awaitsOwnDocument;
  }

  /** Requests of chatbots or analytics go to other hosts and say nothing about the portal. */
  #isOwn(request: Request): boolean {
    if (!WATCHED.has(request.resourceType())) return false;
    const { host } = new URL(request.url());
    return [this.#page.url(), this.#view.url()].some(
      (own) => URL.canParse(own) && new URL(own).host === host,
    );
  }

  /** Returns true for a document that replaces the tab's own. */
  #isOwnDocument(request: Request): boolean {
    if (!request.isNavigationRequest()) return false;
    try {
      return request.frame() === this.#page.mainFrame();
    } catch {
      // For a tab's first document, the frame is available only with the response.
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

/** Returns the request that redirects led on from. */
function firstOf(request: Request): Request {
  const before = request.redirectedFrom();
  return before === null ? request : firstOf(before);
}

/** Returns whether a response redirects to another host. */
function leadsAway(response: Response): boolean {
  const { location } = response.headers();
  const here = response.url();
  if (location === undefined || !URL.canParse(location, here)) return false;
  return new URL(location, here).host !== new URL(here).host;
}

/** Returns whether a request may have carried what was typed, to whatever host. */
function mayCarryForm(request: Request): boolean {
  if (CAPTCHA.test(request.url())) return false;
  return request.isNavigationRequest() || !readsByMethod(request.method());
}
