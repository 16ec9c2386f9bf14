import type { NotifyConfig } from '../../config/notifications.ts';
import { Secret } from '../../secrets/secret.ts';
import type { Redactor } from '../../secrets/redactor.ts';

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
