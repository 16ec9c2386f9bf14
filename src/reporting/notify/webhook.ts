import { createHmac, randomUUID } from 'node:crypto';
import type { WebhookConfig } from '../../config/notifications.ts';
import { postOnceMore, type PostOptions } from './post.ts';

/**
 * Posts a JSON document, with one retry if the server or the network failed. Both attempts carry
 * the same `X-Raccord-Delivery`, so that a receiver can recognise a retry.
 * @throws Error with the reason, without the address.
 */
export async function postWebhook(
  config: WebhookConfig,
  body: string,
  options: Omit<PostOptions, 'headers' | 'body'>,
): Promise<void> {
  const headers = headersFor(config, body);
  await postOnceMore(new URL(config.url.reveal()), { ...options, headers, body });
}

/** Returns the part of a webhook's address that may be shown: `hooks.example.com`. */
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
