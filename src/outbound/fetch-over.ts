import { portOf, proxyFor, type Network, type ProxyServer } from '../config/network.ts';

/** Fetches an address, as the global `fetch` does. */
export type Fetch = (address: URL, init: RequestInit) => Promise<Response>;

/**
 * Returns a `fetch` that uses the network's route for each address; Node's own ignores proxies.
 * Errors it throws have a `ProxyError` among their causes if the proxy failed.
 */
export function fetchOver(network: Network): Fetch {
  return (address, init) => {
    const proxy = proxyFor(network, address);
    return proxy === undefined ? fetch(address, init) : fetchThrough(proxy, address, init);
  };
}

async function fetchThrough(
  proxy: ProxyServer,
  address: URL,
  init: RequestInit,
): Promise<Response> {
  // Imported here: few machines are behind a proxy.
  const { Agent, buildConnector, fetch: fetchBy } = await import('undici');
  const { openTunnel } = await import('./tunnel.ts');
  const connect = buildConnector({});
  const dispatcher = new Agent({
    connect: (options, callback) => {
      const { hostname } = new URL(`${options.protocol}//${options.hostname}`);
      const port = options.port === '' ? portOf(address) : Number(options.port);
      openTunnel(proxy, { hostname, port }).then(
        (httpSocket) => {
          // Certificate and server name are the host's, not the proxy's.
          if (options.protocol === 'https:') connect({ ...options, httpSocket }, callback);
          else callback(null, httpSocket);
        },
        (error: unknown) => callback(error as Error, null),
      );
    },
    // One request per connection: a proxy may close an idle one.
    pipelining: 0,
  });
  const own = init as Parameters<typeof fetchBy>[1];
  return (await fetchBy(address, { ...own, dispatcher })) as unknown as Response;
}

/**
 * Returns true for Node's message about a certificate that is not accepted: all of OpenSSL's
 * messages contain the word. The mail library keeps only the message, without the code.
 */
export function isCertificateReason(reason: string): boolean {
  return /\bcertificate\b/iu.test(reason);
}

/** Returns the cause behind `fetch failed`; no cause contains more of the address than the host. */
export function fetchFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof AggregateError) return cause.errors.map(fetchFailure).join('; ');
  return cause instanceof Error ? cause.message : error.message;
}
