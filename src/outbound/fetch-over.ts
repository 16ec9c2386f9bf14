import { portOf, proxyFor, type Network, type ProxyServer } from '../config/network.ts';

/** Asks for an address, as the global `fetch` does. */
export type Fetch = (address: URL, init: RequestInit) => Promise<Response>;

/**
 * Returns a `fetch` that goes the way that the network has for each address; Node's own knows of no
 * proxy. What goes wrong at a proxy is a `ProxyError` in the causes of what it throws.
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
  // Loaded here: few machines stand behind a proxy.
  const { Agent, buildConnector, fetch: fetchBy } = await import('undici');
  const { openTunnel } = await import('./tunnel.ts');
  const connect = buildConnector({});
  const dispatcher = new Agent({
    connect: (options, callback) => {
      const { hostname } = new URL(`${options.protocol}//${options.hostname}`);
      const port = options.port === '' ? portOf(address) : Number(options.port);
      openTunnel(proxy, { hostname, port }).then(
        (httpSocket) => {
          // The certificate is the host's, and so is its name.
          if (options.protocol === 'https:') connect({ ...options, httpSocket }, callback);
          else callback(null, httpSocket);
        },
        (error: unknown) => callback(error as Error, null),
      );
    },
    // A connection is for one request: nothing is kept that a proxy may cut meanwhile.
    pipelining: 0,
  });
  const own = init as Parameters<typeof fetchBy>[1];
  return (await fetchBy(address, { ...own, dispatcher })) as unknown as Response;
}
