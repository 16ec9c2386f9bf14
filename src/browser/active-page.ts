import type { BrowserContext, Frame, Locator, Page, Request, Response } from 'playwright';
import type { BrowserLoss } from '../errors/errors.ts';
import { trafficOf, type FailedNavigation, type Write } from './traffic.ts';

/** A field that pictures hide, or how it is found in the page as it is then. */
export type MaskedField = Locator | { readonly find: () => Promise<Locator> };

/**
 * The tab in hand, what on it must never be pictured, and how the portal last answered there.
 * Page objects keep it true; evidence and error messages read it.
 */
export class ActivePage {
  readonly context: BrowserContext;
  /** Milliseconds that a page has to bring what it is opened for. */
  timeoutMs = 30_000;
  #view: Frame;
  #concealed: readonly MaskedField[] = [];
  readonly #answers = new WeakMap<Frame, number>();
  readonly #listening = new WeakSet<Page>();
  readonly #crashed = new WeakSet<Page>();
  #givenUp = false;
  #awaitedDocument = false;

  constructor(page: Page) {
    this.context = page.context();
    this.#view = page.mainFrame();
    for (const open of this.context.pages()) this.#listen(open);
    this.context.on('page', (opened) => {
      this.#listen(opened);
    });
  }

  get page(): Page {
    return this.#view.page();
  }

  /** The document in hand: mostly the tab's own, else that of a frame in it. */
  get view(): Frame {
    return this.#view;
  }

  /** Why the tab in hand can be asked nothing any more; undefined while it can. */
  get lost(): BrowserLoss | undefined {
    if (this.#givenUp) return 'no-answer';
    if (this.context.browser()?.isConnected() !== true) return 'ended';
    if (this.#crashed.has(this.page)) return 'page-crashed';
    return this.page.isClosed() ? 'page-closed' : undefined;
  }

  /** The tab answers no more: it hangs, or the document that it waits for lets nobody in. */
  giveUp(): void {
    this.#givenUp = true;
    this.#awaitedDocument = trafficOf(this.page).awaitsDocument;
  }

  /** True where what was given up waited for an answer of the portal. */
  get awaitedDocument(): boolean {
    return this.#awaitedDocument;
  }

  /** Goes on in another tab, or in a frame of one. */
  moveTo(view: Frame): void {
    this.#view = view;
    this.#concealed = [];
    trafficOf(view.page()).follow(view);
  }

  /** From now on pictures of this page hide these fields. */
  conceal(...fields: readonly MaskedField[]): void {
    this.#concealed = fields;
  }

  get concealed(): readonly MaskedField[] {
    return this.#concealed;
  }

  /** The same as they are found now. */
  async findConcealed(): Promise<Locator[]> {
    return Promise.all(this.#concealed.map(async (one) => ('find' in one ? one.find() : one)));
  }

  /** HTTP status of the latest document in hand, if one was seen. */
  get lastStatus(): number | undefined {
    return this.statusOf(this.#view);
  }

  /** The same for another tab of the context, or a frame of one. */
  statusOf(view: Frame): number | undefined {
    return this.#answers.get(view);
  }

  /** True while a tab waits for the document that takes the place of the one it shows. */
  isLeaving(page: Page): boolean {
    return trafficOf(page).awaitsOwnDocument;
  }

  /** Resolves once a tab waits for no request, or after patience (milliseconds). */
  async idle(page: Page, timeoutMs: number): Promise<void> {
    await trafficOf(page).idle(timeoutMs);
  }

  /** Resolves once the tab in hand has loaded and waits for no request any more. */
  async settled(): Promise<void> {
    await trafficOf(this.page).settled();
  }

  /**
   * Resolves once each tab stands still: a page that lost its session is often on its way to the
   * sign-in form while its script already emptied it.
   */
  async allSettled(): Promise<void> {
    await Promise.allSettled(this.context.pages().map(async (page) => trafficOf(page).settled()));
  }

  /** How the portal last failed to answer a tab since an instant, see `Traffic.brokenSince`. */
  brokenSince(page: Page, instant: number): string | undefined {
    return trafficOf(page).brokenSince(instant);
  }

  /** Where the browser shows an error of its own instead of a page, what it did not reach and why. */
  failedNavigation(page: Page): FailedNavigation | undefined {
    return trafficOf(page).failedNavigation;
  }

  /** Forgets what became of the writes so far, see `Traffic.watchWrites`. */
  watchWrites(isReading: (request: Request) => boolean): void {
    trafficOf(this.page).watchWrites(isReading);
  }

  /** What is known of the write of the tab in hand since {@link watchWrites}. */
  get write(): Write {
    return trafficOf(this.page).write;
  }

  /** How a write of the tab in hand broke off since {@link watchWrites}, if one did. */
  get brokenWrite(): string | undefined {
    return trafficOf(this.page).brokenWrite;
  }

  #listen(page: Page): void {
    if (this.#listening.has(page)) return;
    this.#listening.add(page);
    trafficOf(page);
    page.on('crash', () => this.#crashed.add(page));
    page.on('response', (response: Response) => {
      if (response.request().isNavigationRequest()) {
        this.#answers.set(response.frame(), response.status());
      }
    });
  }
}
