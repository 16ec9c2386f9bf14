import type { Config } from '../../config/config.ts';
import { mapTexts } from '../../domain/json.ts';
import type { Logger } from '../../log/logger.ts';
import { reportRows, type Attachment } from './attachment.ts';
import {
  describeFailure,
  registerChannelSecrets,
  notifyChannels,
  type ChannelParts,
  type Notification,
} from './channels.ts';
import { composeMessage } from './message.ts';
import type { RunSummary } from './run-summary.ts';
import type { Texts } from '../../messages/texts.ts';
import { endDocument } from './webhook.ts';

export interface NotifyParts extends ChannelParts {
  readonly logger: Logger;
  readonly texts: Texts;
}

/**
 * Notifies of the end of an unattended run, by mail and webhook if configured. Failures are
 * logged; never throws, and takes at most half a minute. Known secrets are redacted.
 */
export async function sendNotifications(
  summary: RunSummary,
  config: Pick<Config, 'notify' | 'timezone' | 'network'>,
  parts: NotifyParts,
): Promise<void> {
  const { texts } = parts;
  await sendRedacted(summary, config, parts, texts.notify, async (told) => {
    const message = composeMessage(told, texts, config.timezone);
    const isMailed = config.notify.mail !== undefined;
    const attachments = isMailed ? await attachmentsOf(summary, parts) : [];
    return { message, document: endDocument(told, message.text), attachments };
  });
}

/**
 * Sends a notification to all configured channels, if there are any, and logs the outcome on each.
 * @param compose returns the notification of the facts, from which known secrets were redacted.
 */
export async function sendRedacted<T>(
  facts: T,
  config: Pick<Config, 'notify' | 'network'>,
  parts: NotifyParts,
  words: Pick<Texts['notify'], 'sent' | 'failed'>,
  compose: (told: T) => Promise<Notification>,
): Promise<void> {
  const { mail, webhook } = config.notify;
  if (mail === undefined && webhook === undefined) return;
  const { redactor, logger, texts } = parts;
  registerChannelSecrets(redactor, config);
  // Redacted before the layout: joining or cutting lines may split a secret.
  const notification = await compose(mapTexts(facts, (text) => redactor.redact(text)));
  for (const { channel, host, reason } of await notifyChannels(config, notification, parts)) {
    if (reason === undefined) logger.info({ channel, host }, words.sent);
    else logger.warn({ channel, host, reason: describeFailure(reason, texts) }, words.failed);
  }
}

/** Returns the report's rows; nothing if the leak scan found a secret or could not run. */
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
