import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { BrowserContext, CDPSession, Frame, Page, Request, Response } from 'playwright';
import { egressOf, type Egress, type RequestDecision } from './egress.ts';
import { repetitionKey, type OutgoingRequest } from './outgoing-request.ts';
import { outcomeOf, type SentWrite, type WriteOutcome } from './write-outcome.ts';
import { cookieHeader, directAddress, expectReachedDirectly, requestsTo } from './reachable.ts';

/**
 * Timeout for the portal's answer to a write, in milliseconds: for the click, the request and the
 * reading of the answer. After that, the portal's lists show the outcome.
 */
export const ANSWER_TIMEOUT_MS = 120_000;

/**
 * Connections are not reused: the portal may close a kept one at the very moment at which the next
 * write is sent on it, and that write would be lost.
 */
const OWN_CONNECTION = { connection: 'close' };

/** The status with which a proxy requires authentication. */
const PROXY_ASKS = 407;

/** Time for which all answers are waited for once one write was taken, in milliseconds. */
const OTHERS_MS = 20_000;

/** Timeout for the browser's error page after a failed navigation, in milliseconds. */
const ERROR_PAGE_MS = 3_000;
const LOOK_MS = 20;

/** Headers about the transfer of a body, which do not apply when it is passed to a page. */
const OF_THE_WIRE = /^(?:connection|content-encoding|content-length|transfer-encoding)$/iu;

/** What the page sees of a write that got no answer. */
const UNANSWERED = {
  cut: 'net::ERR_CONNECTION_RESET',
  stop: 'net::ERR_BLOCKED_BY_CLIENT',
} as const;

/** Outcome of a write: the browser itself never sends it. */
type SentDecision = Exclude<RequestDecision, 'pass'>;

type IsReading = (request: Pick<Request, 'url' | 'postData'>) => boolean;

/**
 * `ready`: nothing was clicked; `open`: each write is sent once; `over`: the documents clicked in
 * send nothing more; `left`: those documents are gone.
 */
type Stage = 'ready' | 'open' | 'over' | 'left';

interface Sent {
  readonly verdict: Promise<SentDecision>;
  readonly sender: OutgoingRequest['sender'];
  write: SentWrite;
}

/** Requests of earlier intents that their documents or workers could repeat. */
const spentIn = new WeakMap<BrowserContext, Set<string>>();

/**
 * Sends each write of a page once. A browser repeats a POST on its own if a kept or preconnected
 * connection breaks before the answer; neither the page nor Playwright sees it
 * (`tests/portal/faults.spec.ts`). So each write is stopped at the browser (`egress.ts`) and sent
 * from here, on a connection that never retries. An identical second write shares the answer of the
 * first while that is pending, and is not sent afterwards.
 */
export class SingleSend {
  readonly #page: Page;
  readonly #view: Frame;
  readonly #egress: Egress;
  /**
   * Reads cookies; Playwright's own call would record them in a trace. It is opened before the
   * click: while a form is being submitted, its page opens no session.
   */
  readonly #session: CDPSession;
  readonly #isReading: IsReading;
  readonly #spent: Set<string>;
  readonly #ownHosts: readonly string[];
  /** Writes sent so far; `write` has the answer once it is known. */
  readonly #sent = new Map<string, Sent>();
  #takenAt: number | undefined;
  readonly #over = new AbortController();
  #stage: Stage = 'ready';
  #permit: () => Promise<void> = () => Promise.resolve();
  #patience = ANSWER_TIMEOUT_MS;
  #refusal: Error | undefined;
  #breaksNavigation = false;
  /** True once a document came that replaces the one clicked in. */
  #isAnswered = false;

  private constructor(view: Frame, egress: Egress, session: CDPSession, isReading: IsReading) {
    const page = view.page();
    this.#page = page;
    this.#view = view;
    this.#ownHosts = [page.url(), view.url()]
      .filter((address) => URL.canParse(address))
      .map((address) => new URL(address).hostname);
    this.#egress = egress;
    this.#session = session;
    this.#isReading = isReading;
    this.#spent = spentIn.get(page.context()) ?? new Set();
    spentIn.set(page.context(), this.#spent);
  }

  /**
   * Prepares for one click, before its intent is recorded.
   * @param isReading identifies requests that only read although their method could write.
   * @throws RaccordError as `expectReachedDirectly`.
   */
  static async prepare(view: Frame, isReading: IsReading): Promise<SingleSend> {
    const page = view.page();
    const browser = page.context().browser();
    if (browser === null) throw new Error('a context without a browser has no egress');
    if (/^https?:/u.test(view.url())) await expectReachedDirectly(view);
    const session = await page.context().newCDPSession(page);
    const egress = egressOf(browser);
    const single = new SingleSend(view, egress, session, isReading);
    try {
      await egress.guard(page, (request) => single.#decide(request));
    } catch (error) {
      single.#endSession();
      throw error;
    }
    return single;
  }

  /** State of all writes so far, wherever their answers are shown; beacons have none. */
  get outcome(): WriteOutcome {
    const writes = [...this.#sent.values()]
      .filter(({ sender }) => sender !== 'other')
      .map(({ write }) => write);
    const isPatient = performance.now() < (this.#takenAt ?? Infinity) + OTHERS_MS;
    return outcomeOf(writes, this.#ownHosts, isPatient);
  }

  /**
   * Runs work and sends each of the page's writes once. Answers pending at its end, successful or
   * not, are abandoned: the page sees a broken connection.
   * @param permit called right before a write leaves, which may be long after the click if the
   * machine slept: if it throws, nothing is sent; the error is rethrown after the work.
   * @param timeoutMs timeout for each answer, in milliseconds.
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
      this.#page.off('domcontentloaded', leave).off('close', leave);
    };
    // A document that replaces the one clicked in, or the end of its tab.
    this.#page.on('domcontentloaded', leave).on('close', leave);
    const answer = (response: Response): void => {
      this.#isAnswered ||= this.#replacesView(response.request());
    };
    this.#page.on('response', answer);
    try {
      const result = await work();
      if (this.#refusal !== undefined) throw this.#refusal;
      return result;
    } finally {
      this.#page.off('response', answer);
      this.#stage = page.isLeft ? 'left' : 'over';
      this.#over.abort();
      await Promise.all([...this.#sent.values()].map(({ verdict }) => verdict));
      await this.#errorPageShown();
      this.#endSession();
    }
  }

  #replacesView(request: Request): boolean {
    if (!request.isNavigationRequest()) return false;
    return [this.#page.mainFrame(), this.#view].includes(request.frame());
  }

  /** Not awaited: a hanging page must not block the run, and a closed page has no session. */
  #endSession(): void {
    void this.#session.detach().catch(() => undefined);
  }

  /**
   * Waits for the browser's own error page after a form's failed navigation: it would otherwise
   * interfere with the next page.
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

  async #sendOnce(key: string, request: OutgoingRequest): Promise<SentDecision> {
    const before = this.#sent.get(key);
    if (before !== undefined) return before.write.answer === undefined ? before.verdict : 'stop';
    this.#spent.add(key);
    const { sender, url } = request;
    const { hostname: host } = new URL(url);
    const write: SentWrite = { host, isForm: sender === 'form', isLater: this.#isAnswered };
    const sent: Sent = { verdict: this.#send(request), sender, write };
    this.#sent.set(key, sent);
    const verdict = await sent.verdict;
    const answer = typeof verdict === 'string' ? UNANSWERED[verdict] : verdict.status;
    sent.write = { ...write, answer };
    if (typeof answer === 'number' && answer < 400) this.#takenAt ??= performance.now();
    if (request.outlivesItsPage && typeof verdict === 'string') this.#breaksNavigation = true;
    return verdict;
  }

  async #send(request: OutgoingRequest): Promise<SentDecision> {
    try {
      await this.#permit();
    } catch (error) {
      this.#refusal = error instanceof Error ? error : new Error(String(error));
      return 'stop';
    }
    // The work may have ended while the permission was checked.
    if (this.#over.signal.aborted || request.body === undefined) return 'stop';
    // An abandoned request is not cancelled: the portal may already be processing it.
    const givenUp = once(this.#over.signal, 'abort').then((): SentDecision => 'cut');
    return Promise.race([this.#ask(request, request.body), givenUp]);
  }

  async #ask({ method, url, headers }: OutgoingRequest, body: Buffer): Promise<SentDecision> {
    // Not the browser context's: its requests are recorded in its trace, with their cookies.
    const sender = await requestsTo(this.#egress, new URL(url));
    // An abandoned request must not keep the process alive.
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
      // This status is the proxy's: nothing was sent through it.
      if (response.status() === PROXY_ASKS) return 'cut';
      return {
        status: response.status(),
        headers: response.headersArray().filter(({ name }) => !OF_THE_WIRE.test(name)),
        body: await response.body(),
      };
    } catch {
      // The page sees a network error; its reason does not matter, as the portal's list decides.
      return 'cut';
    } finally {
      this.#over.signal.removeEventListener('abort', giveUp);
      await sender.dispose();
    }
  }
}
