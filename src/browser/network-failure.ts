import type { BrowserContext } from 'playwright';
import { portOf } from '../config/network.ts';
import { safeMessage } from '../errors/safe-message.ts';
import { RaccordError } from '../errors/errors.ts';
import { openTunnel, proxyErrorIn } from '../outbound/tunnel.ts';
import { egressOf } from './egress.ts';

/** What the browser says where its proxy is the cause; of a tunnel that failed it does not say why. */
const OF_THE_PROXY = /ERR_(?:[A-Z_]*PROXY|TUNNEL_CONNECTION_FAILED|INVALID_AUTH_CREDENTIALS)/u;

/**
 * Returns what a document that did not come says of the network; undefined where it is the portal that
 * did not answer, or where the network says nothing.
 * @param reason as `net::ERR_…`
 */
export async function networkFailure(
  context: BrowserContext,
  address: URL,
  reason: string,
): Promise<RaccordError | undefined> {
  const { hostname: host } = address;
  if (reason.includes('ERR_NAME_NOT_RESOLVED'))
    return new RaccordError('NAME_NOT_RESOLVED', { host });
  if (!OF_THE_PROXY.test(reason)) return undefined;
  const failure = await proxyFailure(context, address);
  if (failure !== undefined) return failure;
  const browser = context.browser();
  // One that the system has for the browser, and nobody named to raccord.
  return browser !== null && egressOf(browser).proxyTo(address) === undefined
    ? new RaccordError('PROXY_REFUSED', { host, proxy: '', reason })
    : undefined;
}

/**
 * Asks the proxy that is in the way for a way to a host, and closes it again. The browser would not
 * say what is wrong: it waits for a person where a password is missing.
 * @returns why there is no way; undefined where there is one, or no proxy.
 */
export async function proxyFailure(
  context: BrowserContext,
  address: URL,
): Promise<RaccordError | undefined> {
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
    // It would let through, and does not reach the host itself.
    return new RaccordError('PORTAL_UNAVAILABLE', { url, answer: `${answer} (${server})` }, error);
  }
}
