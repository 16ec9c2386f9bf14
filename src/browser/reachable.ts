import {
  request as requests,
  type APIRequestContext,
  type BrowserContext,
  type CDPSession,
  type Frame,
  type Page,
} from 'playwright';
import { safeMessage } from '../errors/safe-message.ts';
import { RaccordError } from '../errors/raccord-error.ts';
import { egressOf, type Egress } from './egress.ts';

/** Statuses of a gateway or firewall that lets only browsers through. */
const BARRED: ReadonlySet<number> = new Set([403, 407]);

/** Timeout of a reachability check, in milliseconds. */
const TIMEOUT_MS = 10_000;

/** A path that may be requested from every site. */
const ASKED_FOR = '/robots.txt';

/** Hosts that each context has already reached directly. */
const reached = new WeakMap<BrowserContext, Set<string>>();

/**
 * Checks that this process reaches the host of a document as the browser does, through the same
 * proxy if there is one.
 * @throws RaccordError NOT_REACHED_DIRECTLY if only the browser does (a proxy of the system's, a
 * private certificate authority), PORTAL_UNAVAILABLE if neither does.
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
    // A host may refuse this path to the browser too; and one broken connection is no block.
    const again = await ask();
    if (!again.isReached && again.answer !== `HTTP ${status}`) {
      throw new RaccordError('NOT_REACHED_DIRECTLY', { host, reason: again.answer });
    }
  }
  known.add(origin);
}

/** Returns an address that Node resolves as browsers do: `*.localhost` is this machine. */
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

/** Returns the browser's `Cookie` header. Playwright's own call would record it in a trace. */
export async function cookieHeader(session: CDPSession, address: string): Promise<string> {
  const { cookies } = await session.send('Network.getCookies', { urls: [address] });
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
}

interface Asked {
  readonly isReached: boolean;
  /** As `HTTP 403`, or the reason why no response came. */
  readonly answer: string;
}

/**
 * Creates a context for raccord's own requests, which take the browser's route to an address. It is
 * not the browser context's: there, `NO_PROXY` would differ from the browser's.
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

/** @returns the HTTP status that the page itself receives. */
async function askInPage(view: Frame): Promise<number | undefined> {
  const ask = async ({ path, timeoutMs }: { path: string; timeoutMs: number }): Promise<number> => {
    const options = { cache: 'no-store', redirect: 'manual' } as const;
    const response = await fetch(path, { ...options, signal: AbortSignal.timeout(timeoutMs) });
    return response.status;
  };
  // The error does not matter: no response came.
  return view.evaluate(ask, { path: ASKED_FOR, timeoutMs: TIMEOUT_MS }).catch(() => undefined);
}
