import type { BrowserContext, Request, Route } from 'playwright';
import { readsByMethod } from './outgoing.ts';

/** A request that a reading mode let nobody send. */
export interface StoppedRequest {
  readonly method: string;
  /** Host and path; a query may hold a session's codes. */
  readonly address: string;
}

/**
 * Stands between the browser and the network in reading modes (`plan`, `--dry-run`): what would
 * change something is stopped there, whatever the page or raccord does. Requests that read by
 * another method than GET are let through by name, never by method.
 */
export class WriteGuard {
  readonly #stopped: StoppedRequest[] = [];

  /** @param isKnownRead tells the named reading requests (`flows/pages/reading-requests.ts`). */
  static async install(
    context: BrowserContext,
    isKnownRead: (request: Request) => boolean,
  ): Promise<WriteGuard> {
    const guard = new WriteGuard();
    await context.route('**/*', (route, request) => guard.#decide(route, request, isKnownRead));
    return guard;
  }

  get stopped(): readonly StoppedRequest[] {
    return this.#stopped;
  }

  async #decide(
    route: Route,
    request: Request,
    isKnownRead: (request: Request) => boolean,
  ): Promise<void> {
    if (readsByMethod(request.method()) || isKnownRead(request)) return route.continue();
    const { host, pathname } = new URL(request.url());
    this.#stopped.push({ method: request.method(), address: `${host}${pathname}` });
    await route.abort('blockedbyclient');
  }
}
