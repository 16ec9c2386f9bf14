import type { Config } from '../../config/config.ts';
import { proxySecrets } from '../../config/network.ts';
import { systemClock, type Clock } from '../../domain/clock.ts';
import type { JsonValue } from '../../domain/json.ts';
import { isCertificateReason, fetchOver } from '../../outbound/fetch-over.ts';
import type { Redactor } from '../../secrets/redactor.ts';
import type { Attachment } from './attachment.ts';
import { mailHost, sendMail } from './mail.ts';
import type { Message } from './message.ts';
import { postWebhook, webhookHost, webhookBody } from './webhook.ts';
import type { NotifyConfig } from '../../config/notifications.ts';
import { Secret } from '../../secrets/secret.ts';
import type { Texts } from '../../messages/texts.ts';

export interface ChannelParts {
  readonly redactor: Redactor;
  readonly clock?: Clock;
  readonly limits?: NotifyLimits;
}

/** Time limits in milliseconds. */
export interface NotifyLimits {
  /** Time after which unfinished notifications are aborted. */
  readonly allMs: number;
  readonly webhookAttemptMs: number;
  readonly webhookPauseMs: number;
}

const LIMITS: NotifyLimits = { allMs: 30_000, webhookAttemptMs: 10_000, webhookPauseMs: 1_000 };

/** Content of a notification: for people, and for programs. */
export interface Notification {
  readonly message: Message;
  readonly document: JsonValue;
  readonly attachments?: readonly Attachment[];
}

/** The result of a notification on one configured channel. */
export interface NotificationResult {
  readonly channel: 'smtp' | 'webhook';
  /** The part of the address that may be shown. */
  readonly host: string;
  /** Reason why it did not arrive; absent if it did. */
  readonly reason?: string;
}

/** Describes why a notification did not arrive; for a certificate, also how to accept it. */
export function describeFailure(reason: string, { notify }: Texts): string {
  return isCertificateReason(reason) ? notify.certificate(reason) : reason;
}

/** Registers the channels' secrets with the redactor. */
export function registerChannelSecrets(
  redactor: Redactor,
  { notify, network }: Pick<Config, 'notify' | 'network'>,
): void {
  registerNotificationSecrets(redactor, notify);
  for (const secret of proxySecrets(network)) redactor.add(secret, 'proxy password');
}

/**
 * Sends a notification by mail and webhook, if configured. Never throws, and takes at most
 * half a minute. Known secrets are redacted.
 */
export async function notifyChannels(
  config: Pick<Config, 'notify' | 'network'>,
  { message, document, attachments = [] }: Notification,
  { redactor, clock = systemClock, limits = LIMITS }: ChannelParts,
): Promise<NotificationResult[]> {
  const { mail, webhook } = config.notify;
  const { network } = config;
  registerChannelSecrets(redactor, config);
  const signal = AbortSignal.timeout(limits.allMs);
  const attempt = async (
    place: NotificationResult,
    work: Promise<void>,
  ): Promise<NotificationResult> => {
    try {
      await beforeAbort(work, signal);
      return place;
    } catch (error) {
      return { ...place, reason: error instanceof Error ? error.message : String(error) };
    }
  };
  const safe = redacted(message, redactor);
  const { webhookAttemptMs: patienceMs, webhookPauseMs: pauseMs } = limits;
  return Promise.all([
    ...(mail === undefined
      ? []
      : [
          attempt(
            { channel: 'smtp', host: mailHost(mail) },
            sendMail(mail, safe, { network, signal, attachments }),
          ),
        ]),
    ...(webhook === undefined
      ? []
      : [
          attempt(
            { channel: 'webhook', host: webhookHost(webhook) },
            postWebhook(webhook, redactor.redactLine(webhookBody(webhook.format, document, safe)), {
              clock,
              patienceMs,
              pauseMs,
              signal,
              fetch: fetchOver(network),
            }),
          ),
        ]),
  ]);
}

/** Redacts the finished texts again: nothing is added after this step. */
function redacted({ subject, text, html }: Message, redactor: Redactor): Message {
  return {
    subject: redactor.redact(subject),
    text: redactor.redact(text),
    html: redactor.redact(html),
  };
}

/** Waits for work until the signal aborts, even if the work ignores the signal. */
async function beforeAbort(work: Promise<void>, signal: AbortSignal): Promise<void> {
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
  await Promise.race([work, aborted]);
}

const MIN_TOKEN_LENGTH = 12;

/** Registers the secrets of mail, webhook and ping with the redactor. */
export function registerNotificationSecrets(
  redactor: Redactor,
  { mail, webhook, ping }: NotifyConfig,
): void {
  if (mail !== undefined) knowSecretsOf(redactor, mail.server, 'RACCORD_SMTP_URL');
  if (webhook !== undefined) knowSecretsOf(redactor, webhook.url, 'RACCORD_WEBHOOK_URL');
  if (webhook?.secret !== undefined) redactor.add(webhook.secret, 'RACCORD_WEBHOOK_SECRET');
  if (ping !== undefined) knowSecretsOf(redactor, ping.url, 'RACCORD_PING_URL');
}

/** Registers an address and the secret parts of it: a server may quote any of them. */
function knowSecretsOf(redactor: Redactor, address: Secret, name: string): void {
  const { password, pathname, searchParams } = new URL(address.reveal());
  // A short part of a path is a common word, and redacting it would spoil other texts.
  const telling = [...pathname.split('/'), ...searchParams.values()].filter(
    (part) => part.length >= MIN_TOKEN_LENGTH,
  );
  const parts = [password, decodeURIComponent(password), ...telling];
  redactor.add(address, name);
  for (const part of parts) if (part !== '') redactor.add(new Secret(part), name);
}
