import { missingSetting } from '../errors/config-problem.ts';
import type { Secret } from '../secrets/secret.ts';
import type { WebhookFormat, SecretName, Variables } from './variable-schema.ts';
import { givenSources, readSecretVariable, type GivenVariables, type Problems } from './secrets.ts';

/** The channels that report the end of a run; each one is absent unless configured and required. */
export interface NotifyConfig {
  readonly ping?: PingConfig;
  readonly mail?: MailConfig;
  readonly webhook?: WebhookConfig;
}

/** A service that is called on each run of a schedule, and raises an alarm if the calls stop. */
export interface PingConfig {
  /** `https:`, or `http:` on this machine. Its path is its only protection. */
  readonly url: Secret;
}

export interface MailConfig {
  /** `smtp:` or `smtps:`, with user and password in it if the server requires them. */
  readonly server: Secret;
  readonly to: readonly string[];
  readonly from: string;
}

export interface WebhookConfig {
  /** `https:`, or `http:` on this machine. Its path is often its only protection. */
  readonly url: Secret;
  /** The key that signs requests. */
  readonly secret?: Secret;
  readonly format: WebhookFormat;
}

/**
 * Reads the settings of notifications; mistakes are added to `problems`.
 * @param withSecrets false if nothing is to be sent: no secret is read, but incomplete settings are
 * still reported.
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
  return {
    mail:
      server === undefined || to === undefined || from === undefined
        ? undefined
        : { server, to, from },
    webhook: url === undefined ? undefined : { url, secret, format },
    ping: pingUrl === undefined ? undefined : { url: pingUrl },
  };
}
