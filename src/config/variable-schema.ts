import { z } from 'zod';
import { expects, type ConfigReason } from '../errors/config-problem.ts';
import type { DeclaredSettings } from '../domain/planned-values.ts';
import { isLoopback } from '../domain/allowed-hosts.ts';
import { phoneFault } from '../domain/phone-fault.ts';
import { parseTimeSpan } from '../domain/clock.ts';

/** The documented JSON formats of a webhook: raccord's own, or that of a chat service. */
export const WEBHOOK_FORMATS = ['json', 'slack', 'teams', 'google-chat', 'discord'] as const;

export type WebhookFormat = (typeof WEBHOOK_FORMATS)[number];

const timeSpan = z.string().transform((text, context) => {
  const milliseconds = parseTimeSpan(text);
  if (milliseconds !== undefined) return milliseconds;
  context.addIssue(expects('time-span'));
  return z.NEVER;
});

const DAY_MS = 86_400_000;

const passwordAddress = safeAddress('password');

const pisteAddress = safeAddress('secrets');

const list = z.string().transform((text) => text.split(/[\s,;]+/u).filter((item) => item !== ''));

const hostPattern = /^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*$/u;

const hosts = list.refine(
  (items) => items.every((host) => hostPattern.test(host)),
  expects('hosts'),
);

const text = z.string().trim().min(1, expects('text'));

/**
 * The authenticator's secret as displayed at enrolment: base32, possibly in groups, or the address
 * in its QR code.
 */
const base32 = z
  .string()
  .transform((text, context) => {
    if (!/^otpauth:/iu.test(text)) return text.replace(/-/gu, '');
    const secret = secretOfOtpauth(text);
    if (secret !== undefined) return secret;
    context.addIssue(expects('otpauth'));
    return z.NEVER;
  })
  .refine((text) => /^[A-Za-z2-7\s]+=*$/u.test(text), expects('base32'));

const phone = text.refine((number) => phoneFault(number) === undefined, expects('phone'));

/** An IANA name such as `Europe/Paris`. */
export const timezone = z
  .string()
  .trim()
  .refine((name) => name !== '' && isTimezone(name), expects('time-zone'));

/** A part of an address on a Vault server: names without a slash before or after. */
const vaultPath = text.refine(
  (path) => /^[\w.@{}-]+(\/[\w.@{}-]+)*$/u.test(path) && !/(^|\/)\.{1,2}(\/|$)/u.test(path),
  expects('vault-path'),
);

const mailServer = z
  .string()
  .refine(
    (address) => /^smtps?:\/\/[^/]/u.test(address) && isDecodable(address),
    expects('mail-server'),
  );

/** Allows `schema` only: raccord sets all other parameters of the connection itself. */
const databaseAddress = z
  .string()
  .refine((address) => {
    const url = parsedUrl(address);
    return (
      url !== undefined &&
      /^postgres(ql)?:$/u.test(url.protocol) &&
      url.hostname !== '' &&
      url.username !== '' &&
      /^\/[^/]+$/u.test(url.pathname) &&
      isDecodable(address)
    );
  }, expects('database'))
  .refine((address) => {
    const parameters = [...(parsedUrl(address)?.searchParams ?? [])];
    return parameters.every(
      ([name, value]) => name === 'schema' && /^[a-z_][a-z0-9_]*$/u.test(value),
    );
  }, expects('schema-alone'));

const webhookAddress = z
  .string()
  .refine((address) => URL.canParse(address) && /^https?:/u.test(address), expects('web-address'))
  .refine((address) => {
    const url = parsedUrl(address);
    return url === undefined || url.protocol === 'https:' || isLoopback(url.hostname);
  }, expects('https'))
  .refine((address) => (parsedUrl(address)?.username ?? '') === '', expects('no-user-name'));

/** The values declared unless others are configured (facts/source.md). */
export const DECLARED_BY_DEFAULT: DeclaredSettings = {
  editor: 'PLDChorus',
  usage: "Utilisateur d'une solution d'un éditeur ou opérateur",
  applicationPattern: 'Pldiffusion{n}',
};

/**
 * All variables that raccord reads, by name. Secrets are handled in `secrets.ts`: only values that
 * a message may quote are here.
 */
export const variables = z.object({
  CHORUS_ENV: z.enum(['production', 'qualification']).optional(),
  CHORUS_URL: passwordAddress.optional(),
  CHORUS_LOGIN: text.optional(),
  CHORUS_TOTP_LABEL: text.optional(),
  CHORUS_ALLOWED_HOSTS: hosts.optional(),
  CHORUS_PISTE_CLIENT_ID: text.optional(),
  CHORUS_PISTE_OAUTH_URL: pisteAddress.optional(),
  CHORUS_PISTE_API_URL: pisteAddress.optional(),
  CHORUS_PISTE_INTERVAL: timeSpan.default(1_000),
  RACCORD_HOME: text.optional(),
  RACCORD_PROFILE: text.optional(),
  RACCORD_PROFILES: text.optional(),
  RACCORD_RECIPIENTS: list
    .refine(
      (keys) => keys.length > 0 && keys.every((key) => key.startsWith('age1')),
      expects('age-keys'),
    )
    .optional(),
  RACCORD_IDENTITY: text.optional(),
  RACCORD_BROWSER: text.optional(),
  RACCORD_CONTACT_NAME: text.optional(),
  RACCORD_CONTACT_PHONE: phone.optional(),
  RACCORD_CONTACT_EMAIL: z.email(expects('email')).optional(),
  RACCORD_CONTACT_FAX: phone.optional(),
  RACCORD_EDITOR: text.default(DECLARED_BY_DEFAULT.editor),
  RACCORD_USAGE: text.default(DECLARED_BY_DEFAULT.usage),
  RACCORD_APPLICATION_PATTERN: text
    .refine((pattern) => pattern.split('{n}').length === 2, expects('once-n'))
    .default(DECLARED_BY_DEFAULT.applicationPattern),
  RACCORD_PATIENCE: timeSpan
    .refine((milliseconds) => milliseconds > 0, expects('time-span-not-nothing'))
    .default(120_000),
  RACCORD_SETTLE: timeSpan.default(120_000),
  RACCORD_READY_AFTER: timeSpan.default(30 * 60_000),
  RACCORD_KEEP: timeSpan
    .refine((milliseconds) => milliseconds >= DAY_MS, expects('time-span-of-a-day'))
    .optional(),
  RACCORD_TIMEZONE: timezone.default('Europe/Paris'),
  RACCORD_NOTIFY_TO: list
    .refine((items) => items.every((item) => z.email().safeParse(item).success), expects('emails'))
    .optional(),
  RACCORD_WEBHOOK_FORMAT: z.enum(WEBHOOK_FORMATS).default('json'),
  RACCORD_NOTIFY_FROM: z.email(expects('email')).optional(),
  RACCORD_DELIVER_FOLDER: text.optional(),
  RACCORD_DELIVER_RECIPIENTS: list
    .refine((keys) => keys.every((key) => key.startsWith('age1')), expects('age-keys'))
    .optional(),
  RACCORD_DELIVER_HOOK: text.optional(),
  RACCORD_DELIVER_HOOK_TIMEOUT: timeSpan
    .refine((milliseconds) => milliseconds > 0, expects('time-span-not-nothing'))
    .default(60_000),
  RACCORD_VAULT_URL: passwordAddress.optional(),
  RACCORD_VAULT_MOUNT: vaultPath.default('secret'),
  RACCORD_VAULT_PATH: vaultPath
    .refine((path) => path.split('{siret}').length === 2, expects('once-siret'))
    .default('raccord/{siret}'),
  RACCORD_VAULT_NAMESPACE: vaultPath.optional(),
  RACCORD_VAULT_ALLOWED_HOSTS: hosts.optional(),
  RACCORD_VAULT_ROLE_ID: text.optional(),
});

export type Variables = z.infer<typeof variables>;

/** A value for an HTTP header. */
const headerText = z.string().regex(/^[\x21-\x7e]+$/u, expects('plain-word'));

/** The secrets with their required forms. No message contains their values. */
export const secretVariables = {
  CHORUS_PASSWORD: z.string().min(1, expects('text')),
  CHORUS_TOTP_SECRET: base32,
  CHORUS_PISTE_CLIENT_SECRET: z.string().min(1, expects('text')),
  RACCORD_DATABASE_URL: databaseAddress,
  RACCORD_BOARD_TOKEN: headerText.min(16, expects('sixteen-characters')),
  RACCORD_SMTP_URL: mailServer,
  RACCORD_WEBHOOK_URL: webhookAddress,
  RACCORD_PING_URL: webhookAddress,
  RACCORD_WEBHOOK_SECRET: z.string().min(16, expects('sixteen-characters')),
  RACCORD_VAULT_TOKEN: headerText,
  RACCORD_VAULT_SECRET_ID: headerText,
} as const;

export type SecretName = keyof typeof secretVariables;

/** Accepts an HTTPS address, or one of this machine, without a user name. */
function safeAddress(sent: 'password' | 'secrets') {
  return z
    .string()
    .refine((text) => URL.canParse(text) && /^https?:/u.test(text), expects('web-address'))
    .transform((text) => new URL(text))
    .superRefine(({ protocol, hostname: host }, context) => {
      if (protocol === 'https:' || isLoopback(host)) return;
      const reason: ConfigReason = { key: 'https-for', host, sent };
      context.addIssue({ code: 'custom', params: { reason } });
    })
    .refine((url) => url.username === '' && url.password === '', expects('no-password'));
}

/** Returns the secret of an `otpauth:` address; undefined if its codes are not standard. */
function secretOfOtpauth(address: string): string | undefined {
  const url = parsedUrl(address);
  if (url?.host.toLowerCase() !== 'totp') return undefined;
  const of = (name: string, usual: string): boolean =>
    (url.searchParams.get(name) ?? usual).toUpperCase() === usual;
  const isUsual = of('algorithm', 'SHA1') && of('digits', '6') && of('period', '30');
  return isUsual ? (url.searchParams.get('secret') ?? undefined) : undefined;
}

function isTimezone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function parsedUrl(address: string): URL | undefined {
  return URL.canParse(address) ? new URL(address) : undefined;
}

/** Checks whether the user and password of an address can be decoded. */
function isDecodable(address: string): boolean {
  const url = parsedUrl(address);
  try {
    decodeURIComponent(`${url?.username ?? ''}${url?.password ?? ''}`);
    return url !== undefined;
  } catch {
    return false;
  }
}

/** Variables by name, as given by a process or `.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;
