import type { Config } from '../../config/config.ts';
import { mapTexts } from '../../domain/json.ts';
import type { Logger } from '../../log/logger.ts';
import type { Redactor } from '../../secrets/redactor.ts';
import { reportRows, type Attachment } from './attachment.ts';
import {
  describeFailure,
  registerChannelSecrets,
  notifyChannels,
  type ChannelParts,
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
  const { mail, webhook } = config.notify;
  if (mail === undefined && webhook === undefined) return;
  const { logger, redactor, texts } = parts;
  registerChannelSecrets(redactor, config);
  const told = withoutSecrets(summary, redactor);
  const message = composeMessage(told, texts, config.timezone);
  const attachments = mail === undefined ? [] : await attachmentsOf(summary, parts);
  const telling = { message, document: endDocument(told, message.text), attachments };
  for (const { channel, host, reason } of await notifyChannels(config, telling, parts)) {
    if (reason === undefined) logger.info({ channel, host }, texts.notify.sent);
    else
      logger.warn({ channel, host, reason: describeFailure(reason, texts) }, texts.notify.failed);
  }
}

/** Redacts before the layout: joining or cutting lines may split a secret. */
function withoutSecrets(summary: RunSummary, redactor: Redactor): RunSummary {
  return mapTexts(summary, (text) => redactor.redact(text));
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
