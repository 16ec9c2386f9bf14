import { missingOne } from '../domain/config-problem.ts';
import { present } from '../domain/present.ts';
import type { Secret } from '../domain/secret.ts';
import type { WebhookFormat } from '../domain/webhook-format.ts';
import type { Variables } from './schema.ts';
import { readSecretVariable, type GivenVariables, type Problems } from './secrets.ts';

/** Where the end of a run is told; both parts are absent unless asked for. */
export interface NotifyConfig {
  readonly mail?: MailConfig;
  readonly webhook?: WebhookConfig;
}

export interface MailConfig {
  /** `smtp:` or `smtps:`, with user and password in it where the server wants them. */
  readonly server: Secret;
  readonly to: readonly string[];
  readonly from: string;
}

export interface WebhookConfig {
  /** `https:`, or `http:` on this machine. Its path is often all that protects it. */
  readonly url: Secret;
  /** Signs what is sent. */
  readonly secret?: Secret;
  readonly format: WebhookFormat;
}

/** What is configured of notifications; what is wrong with it goes to `problems`. */
export function readNotifications(
  { RACCORD_NOTIFY_TO: to, RACCORD_NOTIFY_FROM: from, RACCORD_WEBHOOK_FORMAT: format }: Variables,
  given: GivenVariables,
  problems: Problems,
): NotifyConfig {
  const before = problems.length;
  const server = readSecretVariable('RACCORD_SMTP_URL', given, problems);
  const url = readSecretVariable('RACCORD_WEBHOOK_URL', given, problems);
  const secret = readSecretVariable('RACCORD_WEBHOOK_SECRET', given, problems);
  // One that cannot be read is no missing one.
  if (problems.length > before) return {};
  if (server === undefined && to !== undefined) problems.push(missingOne('RACCORD_SMTP_URL'));
  if (server !== undefined && to === undefined) problems.push(missingOne('RACCORD_NOTIFY_TO'));
  if (server !== undefined && from === undefined) problems.push(missingOne('RACCORD_NOTIFY_FROM'));
  if (url === undefined && secret !== undefined) problems.push(missingOne('RACCORD_WEBHOOK_URL'));
  return present<NotifyConfig>({
    mail:
      server === undefined || to === undefined || from === undefined
        ? undefined
        : { server, to, from },
    webhook: url === undefined ? undefined : present<WebhookConfig>({ url, secret, format }),
  });
}
