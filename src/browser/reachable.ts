import type { BrowserContext, Frame } from 'playwright';
import { causeOf } from '../domain/cause.ts';
import { RaccordError } from '../domain/errors.ts';

/** What stands between raccord and a portal that lets browsers alone through. */
const BARRED: ReadonlySet<number> = new Set([403, 407]);

/** Milliseconds for the question whether a host can be reached at all. */
const PATIENCE = 10_000;

/** What every site may be asked for. */
const ASKED_FOR = '/robots.txt';

/** Where each context reached a host directly before. */
const reached = new WeakMap<BrowserContext, Set<string>>();

/**
 * Makes sure that this process reaches the host of a document as the browser does.
 * @throws RaccordError NOT_REACHED_DIRECTLY where only the browser does (a proxy, a private
 * certificate authority), PORTAL_UNAVAILABLE where neither does.
 */
export async function expectReachedDirectly(view: Frame): Promise<void> {
  const { origin, host } = new URL(view.url());
  const context = view.page().context();
  const known = reached.get(context) ?? new Set();
  reached.set(context, known);
  if (known.has(origin)) return;
  const first = await askDirectly(context, `${origin}${ASKED_FOR}`);
  if (!first.isReached) {
    const status = await askInPage(view);
    if (status === undefined) {
      throw new RaccordError('PORTAL_UNAVAILABLE', { url: origin, answer: first.answer });
    }
    // A host that refuses this to the browser too refuses it to everybody; and a cut is no wall.
    const again = await askDirectly(context, `${origin}${ASKED_FOR}`);
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

interface Asked {
  readonly isReached: boolean;
  /** As `HTTP 403`, or why there is none. */
  readonly answer: string;
}

async function askDirectly(context: BrowserContext, address: string): Promise<Asked> {
  try {
    const response = await context.request.get(directAddress(address), {
      headers: { host: new URL(address).host, connection: 'close' },
      maxRedirects: 0,
      timeout: PATIENCE,
    });
    const status = response.status();
    return { isReached: !BARRED.has(status), answer: `HTTP ${status}` };
  } catch (error) {
    // Playwright says first which of its calls failed.
    return { isReached: false, answer: causeOf(error).replace(/^apiRequestContext\.\w+: /u, '') };
  }
}

/** @returns the status that the page itself is answered with. */
async function askInPage(view: Frame): Promise<number | undefined> {
  const ask = async ({ path, patience }: { path: string; patience: number }): Promise<number> => {
    const options = { cache: 'no-store', redirect: 'manual' } as const;
    const response = await fetch(path, { ...options, signal: AbortSignal.timeout(patience) });
    return response.status;
  };
  // What it is told is no matter: it was not answered.
  return view.evaluate(ask, { path: ASKED_FOR, patience: PATIENCE }).catch(() => undefined);
}
