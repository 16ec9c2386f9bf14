import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { BrowserContext, CDPSession, Frame, Page, Request } from 'playwright';
import { egressOf, type Egress, type RequestDecision } from './egress.ts';
import { repetitionKey, type OutgoingRequest } from './outgoing-request.ts';
import { cookieHeader, directAddress, expectReachedDirectly, requestsTo } from './reachable.ts';

/**
 * So long, in milliseconds, the portal may take to answer a write: the click waits for it, the
 * request and whoever reads the answer. After that the lists tell what became of it.
 */
export const ANSWER_TIMEOUT_MS = 120_000;

/**
 * A connection that was kept may be closed by the portal at the very moment at which the next write
 * is sent on it, which would then be lost: none is kept.
 */
const OWN_CONNECTION = { connection: 'close' };

/** The status by which a proxy asks who is there. */
const PROXY_ASKS = 407;

/** So long, in milliseconds, the browser may take to show that a page did not come, and is looked at. */
const ERROR_PAGE_MS = 3_000;
const LOOK_MS = 20;

/** What says how a body came over the network, which is not how it is handed to a page. */
const OF_THE_WIRE = /^(?:connection|content-encoding|content-length|transfer-encoding)$/iu;

type IsReading = (request: Pick<Request, 'url' | 'postData'>) => boolean;

/**
 * `ready`: nothing was clicked; `open`: what leaves is sent once; `over`: nothing more leaves the
 * documents that were clicked in; `left`: those are gone.
 */
type Stage = 'ready' | 'open' | 'over' | 'left';

/** What was sent under earlier intents, and could come again from their documents or workers. */
const spentIn = new WeakMap<BrowserContext, Set<string>>();

/**
 * Sends what a page writes, once. A browser by itself sends a POST again when a connection that it
 * kept, or opened ahead, is cut before the answer; neither the page nor Playwright sees it
 * (`tests/portal/faults.spec.ts`). So each write is kept from leaving the browser (`egress.ts`) and
 * sent from here, on a connection that is never tried again. A second one that is the same shares
 * the answer of the first while that is awaited, and goes nowhere afterwards.
 */
export class SingleSend {
  readonly #page: Page;
  readonly #egress: Egress;
  /**
   * Reads cookies; what Playwright's own call for them returns stands in a trace. It is opened before
   * the click: while a form is on its way, its page lets none be opened.
   */
  readonly #session: CDPSession;
  readonly #isReading: IsReading;
  readonly #spent: Set<string>;
  /** What was sent, and what came of it; `done` once that is known. */
  readonly #sent = new Map<string, { readonly verdict: Promise<RequestDecision>; done: boolean }>();
  readonly #over = new AbortController();
  #stage: Stage = 'ready';
  #permit: () => Promise<void> = () => Promise.resolve();
  #patience = ANSWER_TIMEOUT_MS;
  #refusal: Error | undefined;
  #breaksNavigation = false;

  private constructor(page: Page, egress: Egress, session: CDPSession, isReading: IsReading) {
    this.#page = page;
    this.#egress = egress;
    this.#session = session;
    this.#isReading = isReading;
    this.#spent = spentIn.get(page.context()) ?? new Set();
    spentIn.set(page.context(), this.#spent);
  }

  /**
   * Prepares for one click, before its intent is recorded.
   * @param isReading tells requests that read although their method could write.
   * @throws RaccordError as `expectReachedDirectly`.
   */
  static async prepare(view: Frame, isReading: IsReading): Promise<SingleSend> {
    const page = view.page();
    const browser = page.context().browser();
    if (browser === null) throw new Error('a context without a browser has no egress');
    if (/^https?:/u.test(view.url())) await expectReachedDirectly(view);
    const session = await page.context().newCDPSession(page);
    const egress = egressOf(browser);
    const single = new SingleSend(page, egress, session, isReading);
    try {
      await egress.guard(page, (request) => single.#decide(request));
    } catch (error) {
      single.#endSession();
      throw error;
    }
    return single;
  }

  /** True while something was sent and nothing of it was answered. */
  get awaitsAnswer(): boolean {
    const sent = [...this.#sent.values()];
    return sent.length > 0 && sent.every(({ done }) => !done);
  }

  /**
   * Does work, and sends once what the page writes meanwhile. What is still awaited when the work
   * ends, however it ends, is given up: the page is told that the connection broke.
   * @param permit asked right before a write leaves, which may be long after the click where the
   * machine slept: where it throws, nothing is sent, and that is thrown once the work has ended.
   * @param timeoutMs milliseconds for each answer.
   */
  async during<T>(
    work: () => Promise<T>,
    permit: () => Promise<void> = () => Promise.resolve(),
    timeoutMs = ANSWER_TIMEOUT_MS,
  ): Promise<T> {
    this.#permit = permit;
    this.#patience = timeoutMs;
    this.#stage = 'open';
    const page = { isLeft: false };
    const leave = (): void => {
      page.isLeft = true;
      if (this.#stage === 'over') this.#stage = 'left';
    };
    // A document that takes the place of the one that was clicked in.
    this.#page.once('domcontentloaded', leave);
    try {
      const result = await work();
      if (this.#refusal !== undefined) throw this.#refusal;
      return result;
    } finally {
      this.#stage = page.isLeft ? 'left' : 'over';
      this.#over.abort();
      await Promise.all([...this.#sent.values()].map(({ verdict }) => verdict));
      await this.#errorPageShown();
      this.#endSession();
    }
  }

  /** Nobody waits for it: a page that hangs must not hold up the run, and one that is gone ended it. */
  #endSession(): void {
    void this.#session.detach().catch(() => undefined);
  }

  /**
   * Waits for the browser's own error page in place of a form whose navigation went nowhere: it would
   * else come in the way of the next page.
   */
  async #errorPageShown(): Promise<void> {
    if (!this.#breaksNavigation) return;
    const end = performance.now() + ERROR_PAGE_MS;
    const isShown = (): boolean =>
      this.#page.frames().some((frame) => frame.url().startsWith('chrome-error:'));
    while (!isShown() && !this.#page.isClosed() && performance.now() < end) await pause(LOOK_MS);
  }

  #decide(request: OutgoingRequest): Promise<RequestDecision> {
    const { url, body, outlivesItsPage } = request;
    const postData = (): string | null => body?.toString('utf8') ?? null;
    if (this.#isReading({ url: () => url, postData })) return Promise.resolve('pass');
    const key = repetitionKey(request);
    switch (this.#stage) {
      case 'ready':
      case 'left':
        return Promise.resolve(outlivesItsPage && this.#spent.has(key) ? 'stop' : 'pass');
      case 'over':
        return Promise.resolve('stop');
      case 'open':
        return this.#sendOnce(key, request);
    }
  }

  async #sendOnce(key: string, request: OutgoingRequest): Promise<RequestDecision> {
    const before = this.#sent.get(key);
    if (before !== undefined) return before.done ? 'stop' : before.verdict;
    this.#spent.add(key);
    const sent = { verdict: this.#send(request), done: false };
    this.#sent.set(key, sent);
    const verdict = await sent.verdict;
    sent.done = true;
    if (request.outlivesItsPage && typeof verdict === 'string') this.#breaksNavigation = true;
    return verdict;
  }

  async #send(request: OutgoingRequest): Promise<RequestDecision> {
    try {
      await this.#permit();
    } catch (error) {
      this.#refusal = error instanceof Error ? error : new Error(String(error));
      return 'stop';
    }
    // The work may have ended while the permission was asked for.
    if (this.#over.signal.aborted || request.body === undefined) return 'stop';
    // What is given up is not cut off: the portal may well be at it.
    const givenUp = once(this.#over.signal, 'abort').then((): RequestDecision => 'cut');
    return Promise.race([this.#ask(request, request.body), givenUp]);
  }

  async #ask({ method, url, headers }: OutgoingRequest, body: Buffer): Promise<RequestDecision> {
    // Not the browser context's own: its requests, with their cookies, stand in its trace.
    const sender = await requestsTo(this.#egress, new URL(url));
    // Whoever waits no more must not keep the process from ending either.
    const giveUp = (): void => void sender.dispose().catch(() => undefined);
    this.#over.signal.addEventListener('abort', giveUp, { once: true });
    try {
      const cookie = await cookieHeader(this.#session, url);
      const response = await sender.fetch(directAddress(url), {
        method,
        headers: {
          ...headers,
          host: new URL(url).host,
          ...(cookie !== '' && { cookie }),
          ...OWN_CONNECTION,
        },
        ...(body.length > 0 && { data: body }),
        maxRedirects: 0,
        maxRetries: 0,
        timeout: this.#patience,
      });
      // That is the proxy's: nothing went through it.
      if (response.status() === PROXY_ASKS) return 'cut';
      return {
        status: response.status(),
        headers: response.headersArray().filter(({ name }) => !OF_THE_WIRE.test(name)),
        body: await response.body(),
      };
    } catch {
      // The page is told what a browser would tell it; why is no matter, since the list will say.
      return 'cut';
    } finally {
      this.#over.signal.removeEventListener('abort', giveUp);
      await sender.dispose();
    }
  }
}
