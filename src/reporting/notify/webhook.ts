import { createHmac, randomUUID } from 'node:crypto';
import type { WebhookConfig } from '../../config/notifications.ts';
import { postOnceMore, type PostOptions } from './post.ts';
import { asJson, jsonText, type JsonObject, type JsonValue } from '../../domain/json.ts';
import type { WebhookFormat } from '../../config/variable-schema.ts';
import { MAX_FAILURES, type RunSummary } from './run-summary.ts';
import type { Message } from './message.ts';

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

/** Maximum characters in one message of each service, with room for the markup around the text. */
const MAX_TEXT = { slack: 3_900, 'google-chat': 3_900, discord: 1_900 } as const;

/** Bytes of a whole document for Teams, which documents 28 KB and accepts slightly less. */
const MAX_CARD = 20_000;

/**
 * Returns the JSON body of a webhook request.
 * @param own raccord's own document, for receivers without a service's format.
 */
export function webhookBody(
  format: WebhookFormat,
  own: JsonValue,
  message: Pick<Message, 'subject' | 'text'>,
): string {
  return jsonText(documentOf(format, own, message));
}

function documentOf(
  format: WebhookFormat,
  own: JsonValue,
  { subject, text }: Pick<Message, 'subject' | 'text'>,
): JsonValue {
  switch (format) {
    case 'json':
      return own;
    case 'slack':
      // Slack interprets these three characters, even inside a code block.
      return { text: asCode(shortened(text, MAX_TEXT.slack).replace(/[&<>]/gu, slackEscape)) };
    case 'google-chat':
      return { text: asCode(shortened(text, MAX_TEXT['google-chat'])) };
    case 'discord':
      // A name in an error must not mention anyone.
      return {
        content: asCode(shortened(text, MAX_TEXT.discord)),
        allowed_mentions: { parse: [] },
      };
    case 'teams':
      return adaptiveCard(subject, text);
  }
}

/** Returns the end of a run in raccord's own format; `text` is ready for display. */
export function endDocument(summary: RunSummary, text: string): JsonValue {
  const { failures } = summary;
  return asJson({
    event: 'run-ended',
    version: 1,
    text,
    ...summary,
    failures: failures.slice(0, MAX_FAILURES),
    failuresLeftOut: Math.max(0, failures.length - MAX_FAILURES),
  });
}

/** Returns a card for a Teams workflow, one block per line: Teams joins the lines of a block. */
function adaptiveCard(subject: string, text: string): JsonObject {
  const [, ...lines] = text.split('\n');
  const line = (words: string): JsonObject => ({
    type: 'TextBlock',
    text: words.replace(/[\\`*_[\]]/gu, '\\$&'),
    wrap: true,
    fontType: 'Monospace',
    spacing: 'None',
  });
  const title = { type: 'TextBlock', text: subject, weight: 'Bolder', size: 'Medium', wrap: true };
  const blocks = lines.filter((words) => words !== '').map(line);
  const whole = cardOf([title, ...blocks]);
  if (sizeOf(whole) <= MAX_CARD) return whole;
  let room = MAX_CARD - sizeOf(cardOf([title, line('…')]));
  const kept = blocks.slice(
    0,
    blocks.findIndex((block) => {
      // Including the comma between two blocks.
      room -= sizeOf(block) + 1;
      return room < 0;
    }),
  );
  return cardOf([title, ...kept, line('…')]);
}

function cardOf(body: readonly JsonObject[]): JsonObject {
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    body,
  };
  const contentType = 'application/vnd.microsoft.card.adaptive';
  return { type: 'message', attachments: [{ contentType, contentUrl: null, content }] };
}

function sizeOf(document: JsonObject): number {
  return Buffer.byteLength(jsonText(document));
}

/** Returns the text as a code block: its alignment needs a fixed-width font. */
function asCode(text: string): string {
  return `\`\`\`\n${text.replaceAll('```', "'''").trim()}\n\`\`\``;
}

function slackEscape(sign: string): string {
  return sign === '&' ? '&amp;' : sign === '<' ? '&lt;' : '&gt;';
}

/** Returns as many whole lines as fit. */
function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most);
  const end = cut.lastIndexOf('\n');
  return `${end > 0 ? cut.slice(0, end) : cut}\n…`;
}
