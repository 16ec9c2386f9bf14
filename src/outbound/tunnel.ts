import { request as askPlain, type IncomingMessage } from 'node:http';
import { request as askSafely } from 'node:https';
import type { Socket } from 'node:net';
import { bareHost, proxyAuthorization, type ProxyServer } from '../config/network.ts';
import { safeMessage } from '../errors/safe-message.ts';

/** Timeout for the proxy's answer, in milliseconds. */
const TIMEOUT_MS = 10_000;

type ProxyFinding = { readonly status: number } | { readonly reason: string };

/** An error of the proxy; the message names the proxy, and never its password. */
export class ProxyError extends Error {
  /** `PROXY_REFUSED`: it answered and refused the connection; otherwise it was not reached. */
  readonly code: 'PROXY_REFUSED' | 'PROXY_UNREACHABLE';
  readonly server: string;
  /** HTTP status of its answer. */
  readonly status?: number;

  constructor(server: string, target: string, found: ProxyFinding) {
    const isAnswered = 'status' in found;
    super(
      isAnswered
        ? `the proxy ${server} refuses connections to ${target} (HTTP ${found.status})`
        : `the proxy ${server} cannot be reached: ${found.reason}`,
    );
    this.name = 'ProxyError';
    this.code = isAnswered ? 'PROXY_REFUSED' : 'PROXY_UNREACHABLE';
    this.server = server;
    if (isAnswered) this.status = found.status;
  }
}

/**
 * Opens a connection to a host through a proxy (`CONNECT`), without sending anything through it.
 * @throws ProxyError
 */
export function openTunnel(
  proxy: ProxyServer,
  { hostname, port }: { readonly hostname: string; readonly port: number },
  signal?: AbortSignal,
): Promise<Socket> {
  const { protocol, hostname: proxyHost, port: proxyPort } = new URL(proxy.server);
  const isSafe = protocol === 'https:';
  const authorization = proxyAuthorization(proxy)?.reveal();
  const target = `${hostname}:${port}`;
  return new Promise((resolve, reject) => {
    const refuse = (found: ProxyFinding): void => {
      reject(new ProxyError(proxy.server, target, found));
    };
    const asked = (isSafe ? askSafely : askPlain)({
      method: 'CONNECT',
      host: bareHost(proxyHost),
      port: proxyPort === '' ? (isSafe ? 443 : 80) : Number(proxyPort),
      path: target,
      agent: false,
      headers: {
        Host: target,
        ...(authorization !== undefined && { 'Proxy-Authorization': authorization }),
      },
      timeout: TIMEOUT_MS,
      signal,
    });
    asked.once(
      'connect',
      ({ statusCode: status = 0 }: IncomingMessage, socket: Socket, head: Buffer) => {
        if (status === 200) {
          // From here on, the timeout is the connection's own.
          socket.setTimeout(0);
          // A mail server speaks first, possibly in the same packet as the proxy's answer.
          if (head.length > 0) socket.unshift(head);
          resolve(socket);
        } else {
          socket.destroy();
          refuse({ status });
        }
      },
    );
    asked.once('response', (answer) => {
      answer.destroy();
      refuse({ status: answer.statusCode ?? 0 });
    });
    asked.once('timeout', () => asked.destroy(new Error('no answer')));
    asked.once('error', (error) => refuse({ reason: safeMessage(error) }));
    asked.end();
  });
}

/** Returns the proxy's error among the causes of an error such as `fetch failed`. */
export function proxyErrorIn(error: unknown): ProxyError | undefined {
  if (error instanceof ProxyError) return error;
  return error instanceof Error ? proxyErrorIn(error.cause) : undefined;
}
