import type { Config } from '../config/config.ts';
import { systemClock, type Clock } from '../domain/clock.ts';
import type { Logger } from '../log/logger.ts';
import type { Texts } from '../messages/texts-en.ts';
import type { Redactor } from '../redaction/redactor.ts';
import { fetchOver } from '../outbound/fetch-over.ts';
import { proxySecrets } from '../config/network.ts';
import { mapTexts } from '../report/safe-text.ts';
import { mailHost, sendMail } from './mail.ts';
import { reportRows, type Attachment } from './attachment.ts';
import { composeMessage, type Message } from './message.ts';
import type { RunSummary } from './run-summary.ts';
import { knowNotifySecrets } from './known-secrets.ts';
import { postWebhook, webhookHost } from './webhook.ts';
import { webhookBody } from './webhook-body.ts';

export interface NotifyParts {
  readonly logger: Logger;
  readonly redactor: Redactor;
  readonly texts: Texts;
  readonly clock?: Clock;
  readonly limits?: NotifyLimits;
}

/** Milliseconds. */
export interface NotifyLimits {
  /** After which whatever is still under way is cut off. */
  readonly allMs: number;
  readonly webhookAttemptMs: number;
  readonly webhookPauseMs: number;
}

const LIMITS: NotifyLimits = { allMs: 30_000, webhookAttemptMs: 10_000, webhookPauseMs: 1_000 };

/**
 * Tells the end of an unattended run, by mail and webhook where they are configured. What fails is
 * logged; it never throws, and takes no longer than half a minute. Known secrets are taken out of all
 * that is sent.
 */
export async function notifyEnd(
  summary: RunSummary,
  { notify, timezone, network }: Pick<Config, 'notify' | 'timezone' | 'network'>,
  { logger, redactor, texts, clock = systemClock, limits = LIMITS }: NotifyParts,
): Promise<void> {
  const { mail, webhook } = notify;
  if (mail === undefined && webhook === undefined) return;
  knowNotifySecrets(redactor, notify);
  for (const secret of proxySecrets(network)) redactor.add(secret, 'proxy password');
  const told = withoutSecrets(summary, redactor);
  const message = redacted(composeMessage(told, texts, timezone), redactor);
  const signal = AbortSignal.timeout(limits.allMs);
  const attempt = async (channel: string, host: string, work: Promise<void>): Promise<void> => {
    try {
      await beforeAbort(work, signal);
      logger.info({ channel, host }, texts.notify.sent);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      logger.warn({ channel, host, reason }, texts.notify.failed);
    }
  };
  const { webhookAttemptMs: patienceMs, webhookPauseMs: pauseMs } = limits;
  await Promise.all([
    mail &&
      attempt(
        'smtp',
        mailHost(mail),
        attachmentsOf(summary, { redactor, logger, texts }).then((attachments) =>
          sendMail(mail, message, { network, signal, attachments }),
        ),
      ),
    webhook &&
      attempt(
        'webhook',
        webhookHost(webhook),
        postWebhook(webhook, redactor.redactLine(webhookBody(webhook.format, told, message)), {
          ...{ clock, patienceMs, pauseMs, signal, fetch: fetchOver(network) },
        }),
      ),
  ]);
}

/** Before it is laid out: where lines are joined, a secret may be cut in two. */
function withoutSecrets(summary: RunSummary, redactor: Redactor): RunSummary {
  return mapTexts(summary, (text) => redactor.redact(text));
}

/** The rows of the report; after a search that found a secret, or could not search, nothing goes. */
async function attachmentsOf(
  { reportFolder, errors }: RunSummary,
  { redactor, logger, texts }: NotifyParts,
): Promise<readonly Attachment[]> {
  if (reportFolder === undefined) return [];
  const isSafe = !errors.some(({ code }) => code === 'LEAK_FOUND' || code === 'SCAN_INCOMPLETE');
  const rows = isSafe ? await reportRows(reportFolder, redactor) : 'secret-in-it';
  if (typeof rows !== 'string') return [rows];
  logger.warn({ reason: rows }, texts.notify.notAttached);
  return [];
}

/** The finished texts once more: what is taken out last was put in by nobody after. */
function redacted({ subject, text, html }: Message, redactor: Redactor): Message {
  return {
    subject: redactor.redact(subject),
    text: redactor.redact(text),
    html: redactor.redact(html),
  };
}

/** Work that ends with the signal, even where it does not listen to it. */
async function beforeAbort(work: Promise<void>, signal: AbortSignal): Promise<void> {
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
  await Promise.race([work, aborted]);
}
