import {
  request as requests,
  type APIRequestContext,
  type BrowserContext,
  type CDPSession,
  type Frame,
  type Page,
} from 'playwright';
import { safeMessage } from '../errors/safe-message.ts';
import { RaccordError } from '../errors/errors.ts';
import { egressOf, type Egress } from './egress.ts';

/** What stands between raccord and a portal that lets browsers alone through. */
const BARRED: ReadonlySet<number> = new Set([403, 407]);

/** Milliseconds for the question whether a host can be reached at all. */
const TIMEOUT_MS = 10_000;

/** What every site may be asked for. */
const ASKED_FOR = '/robots.txt';

/** Where each context reached a host directly before. */
const reached = new WeakMap<BrowserContext, Set<string>>();

/**
 * Makes sure that this process reaches the host of a document as the browser does, through the same
 * proxy where it was given one.
 * @throws RaccordError NOT_REACHED_DIRECTLY where only the browser does (a proxy of the system's, a
 * private certificate authority), PORTAL_UNAVAILABLE where neither does.
 */
export async function expectReachedDirectly(view: Frame): Promise<void> {
  const { origin, host } = new URL(view.url());
  const context = view.page().context();
  const known = reached.get(context) ?? new Set();
  reached.set(context, known);
  if (known.has(origin)) return;
  const ask = (): Promise<Asked> => askDirectly(view, new URL(`${origin}${ASKED_FOR}`));
  const first = await ask();
  if (!first.isReached) {
    const status = await askInPage(view);
    if (status === undefined) {
      throw new RaccordError('PORTAL_UNAVAILABLE', { url: origin, answer: first.answer });
    }
    // A host that refuses this to the browser too refuses it to everybody; and a cut is no wall.
    const again = await ask();
    if (!again.isReached && again.answer !== `HTTP ${status}`) {
      throw new RaccordError('NOT_REACHED_DIRECTLY', { host, reason: again.answer });
    }
  }
  known.add(origin);
}

/** An address under which Node finds what the browser finds: to it `*.localhost` is this machine. */
export function directAddress(address: string): string {
  const url = new URL(address);
  if (url.hostname.endsWith('.localhost')) url.hostname = '127.0.0.1';
  return url.href;
}

async function cookiesFor(page: Page, address: URL): Promise<string> {
  const session = await page.context().newCDPSession(page);
  try {
    return await cookieHeader(session, address.href);
  } finally {
    await session.detach();
  }
}

/** What a browser sends along as `Cookie`. Playwright's own call would have it in a trace. */
export async function cookieHeader(session: CDPSession, address: string): Promise<string> {
  const { cookies } = await session.send('Network.getCookies', { urls: [address] });
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
}

interface Asked {
  readonly isReached: boolean;
  /** As `HTTP 403`, or why there is none. */
  readonly answer: string;
}

/**
 * Requests of raccord's own, that go the browser's way to an address. They are not the browser
 * context's: for Playwright's own requests `NO_PROXY` would mean something else than for the browser.
 */
export function requestsTo(egress: Egress, address: URL): Promise<APIRequestContext> {
  const proxy = egress.proxyTo(address);
  if (proxy === undefined) return requests.newContext();
  const { server, access } = proxy;
  const login = access && { username: access.user, password: access.password.reveal() };
  return requests.newContext({ proxy: { server, ...login } });
}

async function askDirectly(view: Frame, address: URL): Promise<Asked> {
  const context = view.page().context();
  const browser = context.browser();
  if (browser === null) throw new Error('a context without a browser has no egress');
  const sender = await requestsTo(egressOf(browser), address);
  try {
    const cookie = await cookiesFor(view.page(), address);
    const response = await sender.get(directAddress(address.href), {
      headers: {
        host: address.host,
        connection: 'close',
        'user-agent': await view.evaluate(() => navigator.userAgent),
        ...(cookie !== '' && { cookie }),
      },
      maxRedirects: 0,
      timeout: TIMEOUT_MS,
    });
    const status = response.status();
    return { isReached: !BARRED.has(status), answer: `HTTP ${status}` };
  } catch (error) {
    return { isReached: false, answer: safeMessage(error) };
  } finally {
    await sender.dispose();
  }
}

/** @returns the status that the page itself is answered with. */
async function askInPage(view: Frame): Promise<number | undefined> {
  const ask = async ({ path, timeoutMs }: { path: string; timeoutMs: number }): Promise<number> => {
    const options = { cache: 'no-store', redirect: 'manual' } as const;
    const response = await fetch(path, { ...options, signal: AbortSignal.timeout(timeoutMs) });
    return response.status;
  };
  // What it is told is no matter: it was not answered.
  return view.evaluate(ask, { path: ASKED_FOR, timeoutMs: TIMEOUT_MS }).catch(() => undefined);
}
