import { createHmac, randomUUID } from 'node:crypto';
import type { WebhookConfig } from '../config/notifications.ts';
import type { Fetch } from '../outbound/fetch-over.ts';
import type { Clock } from '../domain/clock.ts';

export interface WebhookOptions {
  readonly clock: Clock;
  /** Milliseconds for each attempt. */
  readonly patienceMs: number;
  /** Milliseconds before the second attempt. */
  readonly pauseMs: number;
  /** Ends it all. */
  readonly signal: AbortSignal;
  readonly fetch: Fetch;
}

/** The server's fault, or the network's: another attempt may go better. */
class PassingError extends Error {
  /** Milliseconds that the server asks to wait. */
  pauseMs: number | undefined;
}

/**
 * Posts a JSON document, and once more where the server or the network failed. Both attempts carry
 * the same `X-Raccord-Delivery`, so that a receiver can tell the second from a new one.
 * @throws Error saying what went wrong, without the address.
 */
export async function postWebhook(
  config: WebhookConfig,
  body: string,
  options: WebhookOptions,
): Promise<void> {
  const headers = headersFor(config, body);
  try {
    await post(config, body, headers, options);
  } catch (error) {
    if (!(error instanceof PassingError) || options.signal.aborted) throw error;
    await options.clock.sleep(error.pauseMs ?? options.pauseMs, options.signal);
    await post(config, body, headers, options);
  }
}

/** `hooks.example.com`: what of a webhook's address may be told. */
export function webhookHost({ url }: WebhookConfig): string {
  return new URL(url.reveal()).host;
}

function headersFor({ secret }: WebhookConfig, body: string): Record<string, string> {
  const signature =
    secret === undefined
      ? undefined
      : createHmac('sha256', secret.reveal()).update(body, 'utf8').digest('hex');
  return {
    'Content-Type': 'application/json; charset=utf-8',
    'User-Agent': 'raccord',
    'X-Raccord-Delivery': randomUUID(),
    ...(signature !== undefined && { 'X-Raccord-Signature': `sha256=${signature}` }),
  };
}

async function post(
  { url }: WebhookConfig,
  body: string,
  headers: Record<string, string>,
  { patienceMs, signal, fetch }: WebhookOptions,
): Promise<void> {
  const answer = await fetch(new URL(url.reveal()), {
    method: 'POST',
    headers,
    body,
    // Elsewhere is not where it was meant to go.
    redirect: 'manual',
    signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]),
  }).catch((error: unknown) => {
    throw new PassingError(reasonOf(error), { cause: error });
  });
  // The answer is not read; a body that never ends must not be waited for.
  await answer.body?.cancel();
  if (answer.status >= 500) throw new PassingError(`HTTP ${answer.status}`);
  if (answer.status === 429) throw limited(answer.headers.get('Retry-After') ?? '');
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
}

/** Chat servers say in seconds, some with a fraction, when they take the next message. */
function limited(retryAfter: string): PassingError {
  const error = new PassingError('HTTP 429');
  if (/^\d{1,5}(?:\.\d+)?$/u.test(retryAfter)) error.pauseMs = Number(retryAfter) * 1000;
  return error;
}

/** What `fetch failed` hides in its causes; none of them quotes more of the address than the host. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof AggregateError) return cause.errors.map(reasonOf).join('; ');
  return cause instanceof Error ? cause.message : error.message;
}
