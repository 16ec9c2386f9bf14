import { missingSetting } from '../errors/config-problem.ts';
import { omitUndefined } from '../domain/omit-undefined.ts';
import type { Secret } from '../secrets/secret.ts';
import type { WebhookFormat } from '../domain/webhook-format.ts';
import type { SecretName, Variables } from './variable-schema.ts';
import { givenSources, readSecretVariable, type GivenVariables, type Problems } from './secrets.ts';

/** Where the end of a run is told; each part is absent unless it is configured and asked for. */
export interface NotifyConfig {
  readonly ping?: PingConfig;
  readonly mail?: MailConfig;
  readonly webhook?: WebhookConfig;
}

/** A service that is told of each run of a schedule, and says so when it is told no more. */
export interface PingConfig {
  /** `https:`, or `http:` on this machine. Its path is all that protects it. */
  readonly url: Secret;
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

/**
 * What is configured of notifications; what is wrong with it goes to `problems`.
 * @param withSecrets false where nothing is to be told: no secret is read, but what belongs together
 * is missed all the same.
 */
export function readNotifications(
  values: Variables,
  { given, withSecrets }: { readonly given: GivenVariables; readonly withSecrets: boolean },
  problems: Problems,
): NotifyConfig {
  const {
    RACCORD_NOTIFY_TO: to,
    RACCORD_NOTIFY_FROM: from,
    RACCORD_WEBHOOK_FORMAT: format,
  } = values;
  const isGiven = (name: SecretName): boolean => givenSources(name, given).length > 0;
  const hasServer = isGiven('RACCORD_SMTP_URL');
  if (!hasServer && to !== undefined) problems.push(missingSetting('RACCORD_SMTP_URL'));
  if (hasServer && to === undefined) problems.push(missingSetting('RACCORD_NOTIFY_TO'));
  if (hasServer && from === undefined) problems.push(missingSetting('RACCORD_NOTIFY_FROM'));
  if (isGiven('RACCORD_WEBHOOK_SECRET') && !isGiven('RACCORD_WEBHOOK_URL')) {
    problems.push(missingSetting('RACCORD_WEBHOOK_URL'));
  }
  if (!withSecrets) return {};
  const server = readSecretVariable('RACCORD_SMTP_URL', given, problems);
  const url = readSecretVariable('RACCORD_WEBHOOK_URL', given, problems);
  const secret = readSecretVariable('RACCORD_WEBHOOK_SECRET', given, problems);
  const pingUrl = readSecretVariable('RACCORD_PING_URL', given, problems);
  return omitUndefined<NotifyConfig>({
    mail:
      server === undefined || to === undefined || from === undefined
        ? undefined
        : { server, to, from },
    webhook: url === undefined ? undefined : omitUndefined<WebhookConfig>({ url, secret, format }),
    ping: pingUrl === undefined ? undefined : { url: pingUrl },
  });
}
