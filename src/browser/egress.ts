import type { Browser, BrowserContext, CDPSession, Page } from 'playwright';
import { browserProxyFor, type Network, type ProxyServer } from '../config/network.ts';
import { readsByMethod, repetitionKey, type OutgoingRequest } from './outgoing-request.ts';

/** A response given to a page instead of the network's. */
export interface SubstituteAnswer {
  readonly status: number;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly body: Buffer;
}

/**
 * Outcome of a request. `pass`: the browser sends it; `stop`: it is not sent; `cut`: its page sees
 * a broken connection; otherwise it is answered and the browser sends nothing.
 */
export type RequestDecision = 'pass' | 'stop' | 'cut' | SubstituteAnswer;

/** Decides on a request of a browser context that may write. */
export type RequestGuard = (request: OutgoingRequest) => Promise<RequestDecision>;

/** The properties of the protocol event `Fetch.requestPaused` that are used here. */
interface Paused {
  readonly requestId: string;
  readonly frameId: string;
  readonly resourceType: string;
  /** Present if a redirect led here. */
  readonly redirectedRequestId?: string;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly hasPostData?: boolean;
    readonly postDataEntries?: readonly { readonly bytes?: string }[];
  };
}

/** Origin of a request, as far as the browser still knows it. */
interface Origin {
  /** Its browser context, if it has a guard. */
  readonly context?: BrowserContext | undefined;
  readonly isWorker: boolean;
}

/** Resources that pages load by themselves (styles, scripts, images) cannot write. */
const WATCHED = ['Document', 'XHR', 'Fetch', 'Ping', 'Other'] as const;

const SENDERS: ReadonlyMap<string, OutgoingRequest['sender']> = new Map([
  ['Document', 'form'],
  ['XHR', 'script'],
  ['Fetch', 'script'],
]);

const known = new WeakMap<Browser, Egress>();

/** Returns the egress of a browser that `startBrowser` started. */
export function egressOf(browser: Browser): Egress {
  const egress = known.get(browser);
  if (egress === undefined) throw new Error('this browser was started without an egress');
  return egress;
}

/**
 * Intercepts every request that leaves a browser, from all tabs, frames and workers. It is attached
 * to the browser for its whole lifetime: an interception at a page releases the requests it holds
 * when the page closes or its last route is removed, and the browser sends them.
 */
export class Egress {
  readonly #browser: Browser;
  readonly #session: CDPSession;
  readonly #network: Network;
  readonly #guards = new Map<BrowserContext, RequestGuard>();
  /** Guards of contexts in which nothing may be written. */
  readonly #readingGuards = new Map<BrowserContext, RequestGuard>();
  /** The same contexts by the browser's own identifiers. */
  readonly #contexts = new Map<string, BrowserContext>();
  /** Owners of the tabs and workers looked up so far: a target never changes its context. */
  readonly #owners = new Map<string, { context: BrowserContext; isWorker: boolean }>();
  /** Keys of background requests: a repetition during an intent is not caused by it. */
  readonly #background = new Set<string>();

  private constructor(browser: Browser, session: CDPSession, network: Network) {
    this.#browser = browser;
    this.#session = session;
    this.#network = network;
  }

  /** Attaches the interception; must be called before the browser shows a page. */
  static async open(browser: Browser, network: Network): Promise<void> {
    const session = await browser.newBrowserCDPSession();
    const egress = new Egress(browser, session, network);
    session.on('Fetch.requestPaused', (paused: Paused) => void egress.#decide(paused));
    const patterns = WATCHED.map((resourceType) => ({ urlPattern: '*', resourceType }));
    await session.send('Fetch.enable', { patterns });
    known.set(browser, egress);
  }

  /** Returns the proxy through which the browser reaches an address, if there is one. */
  proxyTo(address: URL): ProxyServer | undefined {
    return browserProxyFor(this.#network, address);
  }

  /** Sets the guard that decides on the writes of a tab's context, replacing an earlier one. */
  async guard(page: Page, guard: RequestGuard): Promise<void> {
    await this.#know(page);
    this.#guards.set(page.context(), guard);
  }

  /**
   * Sets the guard of a tab's context in which nothing may be written. It is asked first, and about
   * every write but one that a redirect repeats: what led to it has passed.
   */
  async guardReading(page: Page, guard: RequestGuard): Promise<void> {
    await this.#know(page);
    this.#readingGuards.set(page.context(), guard);
  }

  /** Notes the browser's own identifier of a tab's context. */
  async #know(page: Page): Promise<void> {
    const context = page.context();
    if (![...this.#contexts.values()].includes(context)) {
      const session = await context.newCDPSession(page);
      const { targetInfo } = await session.send('Target.getTargetInfo');
      await session.detach();
      const { browserContextId: id = '' } = targetInfo;
      this.#contexts.set(id, context);
      context.once('close', () => {
        this.#contexts.delete(id);
        this.#guards.delete(context);
        this.#readingGuards.delete(context);
        for (const [target, owner] of this.#owners) {
          if (owner.context === context) this.#owners.delete(target);
        }
      });
    }
  }

  async #decide(paused: Paused): Promise<void> {
    const { requestId, request } = paused;
    const verdict = readsByMethod(request.method) ? 'pass' : await this.#verdictOn(paused);
    try {
      await this.#carryOut(requestId, verdict);
    } catch {
      // The request is no longer needed: its page cancelled it, or the page or browser is gone.
    }
  }

  async #verdictOn(paused: Paused): Promise<RequestDecision> {
    const origin = this.#contexts.size === 0 ? undefined : await this.#originOf(paused.frameId);
    const request = outgoing(paused, origin?.isWorker === true);
    const key = repetitionKey(request);
    const verdict =
      paused.redirectedRequestId === undefined
        ? await ask(this.#readingGuards, origin, request)
        : 'pass';
    if (verdict !== 'pass' || this.#background.has(key)) return verdict;
    const decision = await ask(this.#guards, origin, request);
    if (decision === 'pass') this.#background.add(key);
    return decision;
  }

  /** @returns the origin of a frame's request; undefined if the browser no longer knows it. */
  async #originOf(frameId: string): Promise<Origin | undefined> {
    const owner = this.#owners.get(frameId);
    if (owner !== undefined) {
      return owner;
    }
    try {
      const asked = { targetId: frameId };
      const { targetInfo } = await this.#session.send('Target.getTargetInfo', asked);
      const context = this.#contexts.get(targetInfo.browserContextId ?? '');
      const isWorker = targetInfo.type.endsWith('worker');
      if (context === undefined) return { isWorker };
      this.#owners.set(frameId, { context, isWorker });
      return { context, isWorker };
    } catch {
      // A frame inside a tab is not a target.
    }
    for (const context of this.#browser.contexts()) {
      if (await holdsFrame(context, frameId)) {
        return { context, isWorker: false };
      }
    }
    return undefined;
  }

  async #carryOut(requestId: string, verdict: RequestDecision): Promise<void> {
    if (verdict === 'pass') {
      await this.#session.send('Fetch.continueRequest', { requestId });
    } else if (verdict === 'stop' || verdict === 'cut') {
      const errorReason = verdict === 'stop' ? 'BlockedByClient' : 'ConnectionReset';
      await this.#session.send('Fetch.failRequest', { requestId, errorReason });
    } else {
      await this.#session.send('Fetch.fulfillRequest', {
        requestId,
        responseCode: verdict.status,
        responseHeaders: [...verdict.headers],
        body: verdict.body.toString('base64'),
      });
    }
  }
}

/** Asks the guard of a request's context; if its owner is unknown, every guard. */
async function ask(
  guards: ReadonlyMap<BrowserContext, RequestGuard>,
  origin: Origin | undefined,
  request: OutgoingRequest,
): Promise<RequestDecision> {
  const own = origin?.context && guards.get(origin.context);
  for (const guard of origin === undefined ? guards.values() : [own]) {
    const verdict = (await guard?.(request)) ?? 'pass';
    if (verdict !== 'pass') return verdict;
  }
  return 'pass';
}

function outgoing({ request, resourceType }: Paused, isWorker: boolean): OutgoingRequest {
  const { method, url, headers, hasPostData, postDataEntries = [] } = request;
  const parts = postDataEntries.map(({ bytes }) => bytes);
  const isReadable =
    parts.every((part) => part !== undefined) && (!hasPostData || parts.length > 0);
  return {
    method,
    url,
    headers,
    body: isReadable ? Buffer.concat(parts.map((part) => Buffer.from(part, 'base64'))) : undefined,
    outlivesItsPage: resourceType === 'Document' || isWorker,
    sender: SENDERS.get(resourceType) ?? 'other',
  };
}

async function holdsFrame(context: BrowserContext, frameId: string): Promise<boolean> {
  for (const page of context.pages()) {
    try {
      const session = await context.newCDPSession(page);
      const { frameTree } = await session.send('Page.getFrameTree');
      await session.detach();
      if (isInTree(frameTree, frameId)) return true;
    } catch {
      // A tab that is closing has no frames.
    }
  }
  return false;
}

interface FrameTree {
  readonly frame: { readonly id: string };
  readonly childFrames?: readonly FrameTree[];
}

function isInTree({ frame, childFrames = [] }: FrameTree, frameId: string): boolean {
  return frame.id === frameId || childFrames.some((child) => isInTree(child, frameId));
}
