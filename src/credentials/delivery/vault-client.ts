import type { VaultSinkConfig } from '../../config/delivery-settings.ts';
import { AllowedHosts, isLoopback } from '../../domain/allowed-hosts.ts';
import { fetchFailure, isCertificateReason, type Fetch } from '../../outbound/fetch-over.ts';
import { proxyErrorIn } from '../../outbound/tunnel.ts';
import { SinkError } from './sink.ts';
import { parseJson } from '../../domain/json.ts';
import type { Texts } from '../../messages/texts.ts';

/** The server's answer: its status, and its body if that is JSON. */
export interface VaultAnswer {
  readonly status: number;
  readonly body: unknown;
}

export interface VaultRequest {
  readonly method: 'GET' | 'POST';
  /** The path below `/v1/`, without a leading slash. */
  readonly path: string;
  readonly token?: string;
  readonly body?: unknown;
}

export interface VaultWay {
  readonly texts: Texts['delivery'];
  readonly fetch: Fetch;
}

/** Timeout of each request and its answer, in milliseconds. */
const TIMEOUT_MS = 15_000;

/** A standby redirects to the active node; a further redirect means a loop. */
const MAX_REDIRECTS = 2;

/**
 * Sends a request to a Vault or OpenBao server. A standby's 307 is followed, to the same host or an
 * allowed one, and never from https to http.
 * @throws SinkError if the server is unreachable, sealed, faulty, or redirects elsewhere.
 */
export async function askVault(
  config: VaultSinkConfig,
  way: VaultWay,
  request: VaultRequest,
): Promise<VaultAnswer> {
  const texts = way.texts.vault;
  let url = new URL(`${config.url.href.replace(/\/$/u, '')}/v1/${request.path}`);
  for (let hop = 0; ; hop += 1) {
    const answer = await send(config, way, url, request);
    const { status, location } = answer;
    if (status !== 307 && status !== 308) return refuseFaults(url, answer, texts);
    const next = URL.canParse(location, url.href) ? new URL(location, url) : undefined;
    if (next === undefined || hop === MAX_REDIRECTS || !mayFollow(config, next)) {
      throw new SinkError(texts.sentElsewhere(next?.host ?? ''), { isDown: true });
    }
    url = next;
  }
}

function mayFollow({ url, allowedHosts }: VaultSinkConfig, next: URL): boolean {
  const isSafe =
    next.protocol === 'https:' ||
    (url.protocol === 'http:' && next.protocol === 'http:' && isLoopback(next.hostname));
  return isSafe && new AllowedHosts([url.hostname, ...allowedHosts]).allows(next.hostname);
}

async function send(
  { namespace }: VaultSinkConfig,
  { texts: { vault: texts }, fetch }: VaultWay,
  url: URL,
  { method, token, body }: VaultRequest,
): Promise<VaultAnswer & { readonly location: string }> {
  try {
    const answer = await fetch(url, {
      method,
      headers: {
        'X-Vault-Request': 'true',
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...(token !== undefined && { 'X-Vault-Token': token }),
        ...(namespace !== undefined && { 'X-Vault-Namespace': namespace }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      // Redirects are followed above.
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const location = answer.headers.get('location') ?? '';
    return { status: answer.status, body: parseJson(await answer.text()), location };
  } catch (error) {
    const refusal = proxyErrorIn(error);
    const reason = fetchFailure(error);
    const unreachable = isCertificateReason(reason) ? texts.certificate : texts.unreachable;
    const message =
      refusal?.status === undefined
        ? unreachable(url.host, reason)
        : texts.proxyRefuses(url.host, refusal.server, refusal.status);
    throw new SinkError(message, { isDown: true });
  }
}

function refuseFaults(
  { host }: URL,
  answer: VaultAnswer,
  texts: Texts['delivery']['vault'],
): VaultAnswer {
  const { status } = answer;
  if (status === 503) throw new SinkError(texts.sealed(host), { isDown: true });
  if (status >= 500 || status === 429) {
    throw new SinkError(texts.faulty(host, status), { isDown: true });
  }
  return answer;
}
