import type { BrowserContext, Dialog, Frame, Locator, Page, Request, Response } from 'playwright';
import type { BrowserLoss } from '../errors/error-details.ts';
import { trafficOf, type FailedNavigation } from './traffic.ts';

/** A field that screenshots mask, or a function that finds it in the page's current state. */
export type MaskedField = Locator | { readonly find: () => Promise<Locator | undefined> };

/**
 * The current tab, its fields that must never be pictured, and the portal's last answer there. Page
 * objects keep it up to date; evidence and error messages read it.
 */
export class ActivePage {
  readonly context: BrowserContext;
  /** Timeout for the expected content of an opened page, in milliseconds. */
  timeoutMs = 30_000;
  #view: Frame;
  #concealed: readonly MaskedField[] = [];
  readonly #answers = new WeakMap<Frame, number>();
  readonly #listening = new WeakSet<Page>();
  readonly #crashed = new WeakSet<Page>();
  #dialogTexts: string[] = [];
  #confirms: (question: string) => boolean = () => false;
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

  /** The current document: usually the tab's main frame, otherwise a frame in it. */
  get view(): Frame {
    return this.#view;
  }

  /** The reason why the current tab no longer responds; undefined while it does. */
  get lost(): BrowserLoss | undefined {
    if (this.#givenUp) return 'no-answer';
    if (this.context.browser()?.isConnected() !== true) return 'ended';
    if (this.#crashed.has(this.page)) return 'page-crashed';
    return this.page.isClosed() ? 'page-closed' : undefined;
  }

  /** Marks the tab as unresponsive: it hangs, or the document it waits for blocks access. */
  giveUp(): void {
    this.#givenUp = true;
    this.#awaitedDocument = trafficOf(this.page).awaitsDocument;
  }

  /** True if the abandoned tab was waiting for an answer of the portal. */
  get awaitedDocument(): boolean {
    return this.#awaitedDocument;
  }

  /** Switches to another tab, or to a frame of one. */
  moveTo(view: Frame): void {
    this.#view = view;
    this.#concealed = [];
    trafficOf(view.page()).follow(view);
  }

  /** Masks these fields in screenshots of this page from now on. */
  conceal(...fields: readonly MaskedField[]): void {
    this.#concealed = fields;
  }

  get concealed(): readonly MaskedField[] {
    return this.#concealed;
  }

  /** Returns the locators of the masked fields in the page's current state, as far as they exist. */
  async findConcealed(): Promise<(Locator | undefined)[]> {
    return Promise.all(this.#concealed.map(async (one) => ('find' in one ? one.find() : one)));
  }

  /** HTTP status of the latest document of the current tab or frame, if one was seen. */
  get lastStatus(): number | undefined {
    return this.statusOf(this.#view);
  }

  /** Returns the same for another tab of the context, or for a frame of one. */
  statusOf(view: Frame): number | undefined {
    return this.#answers.get(view);
  }

  /** Returns true while a tab waits for a document that replaces its current one. */
  isLeaving(page: Page): boolean {
    return trafficOf(page).awaitsOwnDocument;
  }

  /** Resolves once a tab has no pending request, or after the timeout (milliseconds). */
  async idle(page: Page, timeoutMs: number): Promise<void> {
    await trafficOf(page).idle(timeoutMs);
  }

  /** Returns the milliseconds since a tab's last pending request ended; 0 while one is pending. */
  quietFor(page: Page): number {
    return trafficOf(page).quietFor;
  }

  /** Resolves once the current tab has loaded, has no pending request and does not change. */
  async settled(): Promise<void> {
    await trafficOf(this.page).settled();
  }

  /** Resolves likewise, once a further moment has passed: what was read may be read again. */
  async staysSettled(): Promise<void> {
    await trafficOf(this.page).settled(true);
  }

  /**
   * Resolves once all tabs have settled: a page that lost its session is often being redirected to
   * the sign-in form while its script has already emptied it.
   */
  async allSettled(): Promise<void> {
    await Promise.allSettled(this.context.pages().map(async (page) => trafficOf(page).settled()));
  }

  /** Called right before something is pressed in the current tab, see `Traffic.act`. */
  act(): void {
    trafficOf(this.page).act();
  }

  /** True once anything that may have carried a form left the current tab, see `Traffic.hasSent`. */
  get hasSent(): boolean {
    return trafficOf(this.page).hasSent;
  }

  /** True until the latest press or choice in the current tab leads to another document. */
  get isSameDocument(): boolean {
    return trafficOf(this.page).isSameDocument;
  }

  /** The instant of the latest press or choice in the current tab, see `Traffic.act`. */
  get actedAt(): number {
    return trafficOf(this.page).actedAt;
  }

  /** Returns the portal's last failure in a tab since an instant, see `Traffic.brokenSince`. */
  brokenSince(page: Page, instant: number): string | undefined {
    return trafficOf(page).brokenSince(instant);
  }

  /** Returns the host and reason if the browser shows its own error page, otherwise `undefined`. */
  failedNavigation(page: Page): FailedNavigation | undefined {
    return trafficOf(page).failedNavigation;
  }

  /** Forgets earlier writes, see `Traffic.watchWrites`. */
  watchWrites(isReading: (request: Request) => boolean): void {
    trafficOf(this.page).watchWrites(isReading);
  }

  /** Whether the current tab's writes were redirected to another host, see `Traffic`. */
  get isWriteLedAway(): boolean {
    return trafficOf(this.page).isWriteLedAway;
  }

  /** Forgets the browser's own dialogs (`alert`, `confirm`, `prompt`) that were shown so far. */
  forgetDialogs(): void {
    this.#dialogTexts = [];
  }

  /** The words of dialogs since {@link forgetDialogs}, but for questions that were confirmed. */
  get dialogTexts(): readonly string[] {
    return this.#dialogTexts;
  }

  /** Says yes, while the work lasts, to questions that a function accepts; else each gets a no. */
  async confirming<T>(accepts: (question: string) => boolean, work: () => Promise<T>): Promise<T> {
    this.#confirms = accepts;
    try {
      return await work();
    } finally {
      this.#confirms = () => false;
    }
  }

  /** Answers a dialog, for which its page waits; one before leaving a page is always confirmed. */
  async #answer(dialog: Dialog): Promise<void> {
    const text = dialog.message();
    const isConfirmed = dialog.type() === 'confirm' && this.#confirms(text);
    if (isConfirmed || dialog.type() === 'beforeunload') return dialog.accept();
    this.#dialogTexts.push(text);
    return dialog.dismiss();
  }

  #listen(page: Page): void {
    if (this.#listening.has(page)) return;
    this.#listening.add(page);
    trafficOf(page);
    page.on('dialog', (dialog) => {
      // A dialog whose page is gone needs no answer.
      void this.#answer(dialog).catch(() => undefined);
    });
    page.on('crash', () => this.#crashed.add(page));
    page.on('response', (response: Response) => {
      if (response.request().isNavigationRequest()) {
        this.#answers.set(response.frame(), response.status());
      }
    });
  }
}
