import type { BrowserContext } from 'playwright';
import { portOf } from '../config/network.ts';
import { safeMessage } from '../errors/safe-message.ts';
import { type AnyRaccordError, RaccordError } from '../errors/raccord-error.ts';
import { openTunnel, proxyErrorIn } from '../outbound/tunnel.ts';
import { egressOf } from './egress.ts';

/** Browser errors caused by its proxy; for a failed tunnel they do not say why. */
const OF_THE_PROXY = /ERR_(?:[A-Z_]*PROXY|TUNNEL_CONNECTION_FAILED|INVALID_AUTH_CREDENTIALS)/u;

/**
 * Returns the network error behind a document that did not load; undefined if the portal itself did
 * not answer or if the cause is unknown.
 * @param reason as `net::ERR_…`
 */
export async function networkFailure(
  context: BrowserContext,
  address: URL,
  reason: string,
): Promise<AnyRaccordError | undefined> {
  const { hostname: host } = address;
  if (reason.includes('ERR_NAME_NOT_RESOLVED'))
    return new RaccordError('NAME_NOT_RESOLVED', { host });
  if (!OF_THE_PROXY.test(reason)) return undefined;
  const failure = await proxyFailure(context, address);
  if (failure !== undefined) return failure;
  const browser = context.browser();
  // A proxy of the system's, known to the browser but not to raccord.
  return browser !== null && egressOf(browser).proxyTo(address) === undefined
    ? new RaccordError('PROXY_REFUSED', { host, proxy: '', reason })
    : undefined;
}

/**
 * Opens and closes a connection to a host through the configured proxy. The browser would not
 * report the error: it waits for a person if a password is missing.
 * @returns the error; undefined if the connection opened or there is no proxy.
 */
export async function proxyFailure(
  context: BrowserContext,
  address: URL,
): Promise<AnyRaccordError | undefined> {
  const { hostname: host, origin: url } = address;
  const browser = context.browser();
  const proxy = browser === null ? undefined : egressOf(browser).proxyTo(address);
  if (proxy === undefined) return undefined;
  try {
    (await openTunnel(proxy, { hostname: host, port: portOf(address) })).destroy();
    return undefined;
  } catch (error) {
    const refusal = proxyErrorIn(error);
    const { server } = proxy;
    if (refusal?.status === undefined) {
      return new RaccordError(
        'PROXY_UNREACHABLE',
        { proxy: server, reason: safeMessage(error) },
        error,
      );
    }
    const answer = `HTTP ${refusal.status}`;
    if (refusal.status < 500) {
      return new RaccordError('PROXY_REFUSED', { host, proxy: server, reason: answer }, error);
    }
    // The proxy accepts the connection but cannot reach the host itself.
    return new RaccordError('PORTAL_UNAVAILABLE', { url, answer: `${answer} (${server})` }, error);
  }
}
