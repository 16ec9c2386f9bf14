import type { BrowserContext, Frame, Page, Request, Route } from 'playwright';

const READING_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** What stands between raccord and a portal that lets browsers alone through. */
const BARRED = new Set([403, 407]);

/** So long a portal may take to answer a write, in milliseconds; the list tells what became of it. */
const PATIENCE = 120_000;

/**
 * A connection that was kept may be closed by the portal at the very moment at which the next write
 * is sent on it, which would then be lost: none is kept.
 */
const OWN_CONNECTION = { connection: 'close' };

/** Milliseconds for the question whether a host can be reached at all. */
const PREFLIGHT_PATIENCE = 10_000;

/**
 * Sends what a page writes, once. A browser by itself sends a POST again, and once more, when a
 * connection that it kept, or opened ahead, is cut before the answer; neither the page nor Playwright
 * sees it (`tests/portal/faults.spec.ts`). So each write is taken from the browser and sent from
 * here, on a connection that is never tried again, and a second one that is the same goes nowhere.
 *
 * Where the host cannot be reached from here as the browser reaches it (a proxy, a private
 * certificate authority), the browser sends as ever.
 */
export class SingleSend {
  readonly #page: Page;
  readonly #isReading: (request: Request) => boolean;
  readonly #host: string;
  readonly #sent = new Set<string>();
  #refusal: Error | undefined;

  private constructor(view: Frame, isReading: (request: Request) => boolean) {
    this.#page = view.page();
    this.#isReading = isReading;
    this.#host = new URL(view.url()).host;
  }

  /**
   * To be called before an intent is recorded: it asks the host of the page, or of its frame in hand, for its icon.
   * @param isReading tells requests that read although their method could write.
   * @returns undefined where the browser must send.
   */
  static async prepare(
    view: Frame,
    isReading: (request: Request) => boolean,
  ): Promise<SingleSend | undefined> {
    if (!/^https?:/u.test(view.url())) return undefined;
    const { origin } = new URL(view.url());
    return (await isReachable(view.page().context(), origin))
      ? new SingleSend(view, isReading)
      : undefined;
  }

  /**
   * Does work, and sends once what the page writes meanwhile.
   * @param permit asked right before a write leaves, which may be long after the click where the
   * machine slept: where it throws, nothing is sent, and that is thrown once the work has ended.
   */
  async during<T>(
    work: () => Promise<T>,
    permit: () => Promise<void> = () => Promise.resolve(),
  ): Promise<T> {
    const handle = (route: Route, request: Request): Promise<void> =>
      this.#decide(route, request, permit);
    await this.#page.route('**/*', handle);
    try {
      const result = await work();
      if (this.#refusal !== undefined) throw this.#refusal;
      return result;
    } finally {
      // A page that is gone has no routes; what is still under way ends by itself.
      await this.#page.unroute('**/*', handle).catch(() => undefined);
    }
  }

  async #decide(route: Route, request: Request, permit: () => Promise<void>): Promise<void> {
    const { host } = new URL(request.url());
    const reads = READING_METHODS.has(request.method()) || this.#isReading(request);
    if (reads || host !== this.#host) return route.fallback();
    const same = `${request.method()} ${request.url()} ${request.postData() ?? ''}`;
    if (this.#sent.has(same)) return route.abort('blockedbyclient');
    this.#sent.add(same);
    try {
      await permit();
    } catch (error) {
      this.#refusal = error instanceof Error ? error : new Error(String(error));
      return route.abort('blockedbyclient');
    }
    return this.#send(route, request);
  }

  async #send(route: Route, request: Request): Promise<void> {
    const address = reachable(request.url());
    try {
      const response = await route.fetch({
        ...(address.href !== request.url() && { url: address.href }),
        headers: { ...(await request.allHeaders()), host: this.#host, ...OWN_CONNECTION },
        maxRedirects: 0,
        maxRetries: 0,
        timeout: PATIENCE,
      });
      await route.fulfill({ response });
    } catch {
      // The page is told what a browser would tell it; why is no matter, since the list will say.
      await route.abort('connectionreset').catch(() => undefined);
    }
  }
}

const reached = new WeakMap<BrowserContext, Map<string, boolean>>();

async function isReachable(context: BrowserContext, origin: string): Promise<boolean> {
  const known = reached.get(context) ?? new Map<string, boolean>();
  reached.set(context, known);
  const before = known.get(origin);
  if (before !== undefined) return before;
  const answer = await context.request
    .get(reachable(`${origin}/favicon.ico`).href, {
      headers: { host: new URL(origin).host, ...OWN_CONNECTION },
      maxRedirects: 0,
      timeout: PREFLIGHT_PATIENCE,
    })
    .then((response) => !BARRED.has(response.status()))
    .catch(() => false);
  known.set(origin, answer);
  return answer;
}

/** Browsers know that `*.localhost` is this machine (RFC 6761); Node asks a name server. */
function reachable(address: string): URL {
  const url = new URL(address);
  if (url.hostname.endsWith('.localhost')) url.hostname = '127.0.0.1';
  return url;
}
