import { z } from 'zod';
import { WEBHOOK_FORMATS } from '../domain/webhook-format.ts';
import type { DeclaredSettings } from '../domain/planned-values.ts';
import { isLoopback } from '../domain/doors.ts';
import { phoneFault } from '../domain/phone-fault.ts';
import { parseTimeSpan } from '../domain/time-span.ts';

const timeSpan = z.string().transform((text, context) => {
  const milliseconds = parseTimeSpan(text);
  if (milliseconds !== undefined) return milliseconds;
  context.addIssue('a duration such as 90s or 2m');
  return z.NEVER;
});

const passwordAddress = safeAddress('a password is typed there');

const pisteAddress = safeAddress('secrets are sent there');

const list = z.string().transform((text) => text.split(/[\s,;]+/u).filter((item) => item !== ''));

const hostPattern = /^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*$/u;

const hosts = list.refine(
  (items) => items.every((host) => hostPattern.test(host)),
  'host names or *.host',
);

const text = z.string().trim().min(1, 'not empty');

/**
 * The authenticator's secret as it is shown when it is enrolled: base32, in groups if need be, or the
 * address that its QR code holds.
 */
const base32 = z
  .string()
  .transform((text, context) => {
    if (!/^otpauth:/iu.test(text)) return text.replace(/-/gu, '');
    const secret = secretOfOtpauth(text);
    if (secret !== undefined) return secret;
    context.addIssue('an otpauth://totp address with SHA1, 6 digits and 30 seconds');
    return z.NEVER;
  })
  .refine((text) => /^[A-Za-z2-7\s]+=*$/u.test(text), 'a base32 secret');

const phone = text.refine(
  (number) => phoneFault(number) === undefined,
  'a telephone number with its first 0 or +: in quotes where it is given as a number',
);

/** An IANA name such as `Europe/Paris`. */
export const timezone = z
  .string()
  .trim()
  .refine(
    (name) => name !== '' && isTimezone(name),
    'a time zone that this system knows, such as Europe/Paris',
  );

/** A part of an address on a Vault server: names without a slash before or after. */
const vaultPath = text.refine(
  (path) => /^[\w.@{}-]+(\/[\w.@{}-]+)*$/u.test(path) && !/(^|\/)\.{1,2}(\/|$)/u.test(path),
  'names parted by /, of letters, digits, -, _, . and @',
);

const mailServer = z
  .string()
  .refine(
    (address) => /^smtps?:\/\/[^/]/u.test(address) && isDecodable(address),
    'an address such as smtps://user:password@host, with %-escapes for signs like @ and /',
  );

/** `schema` aside, nothing may be asked of the server beside what raccord sets itself. */
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
  }, 'an address such as postgresql://user:password@host/database, with %-escapes for signs like @ and /')
  .refine((address) => {
    const parameters = [...(parsedUrl(address)?.searchParams ?? [])];
    return parameters.every(
      ([name, value]) => name === 'schema' && /^[a-z_][a-z0-9_]*$/u.test(value),
    );
  }, 'no parameter but schema, a name of small letters, digits and _');

const webhookAddress = z
  .string()
  .refine((address) => URL.canParse(address) && /^https?:/u.test(address), 'a web address')
  .refine((address) => {
    const url = parsedUrl(address);
    return url === undefined || url.protocol === 'https:' || isLoopback(url.hostname);
  }, 'https')
  .refine((address) => (parsedUrl(address)?.username ?? '') === '', 'no user name in the address');

/** What is declared where nothing else is configured (facts/source.md). */
export const DECLARED_BY_DEFAULT: DeclaredSettings = {
  editor: 'PLDChorus',
  usage: "Utilisateur d'une solution d'un éditeur ou opérateur",
  applicationPattern: 'Pldiffusion{n}',
};

/**
 * Every variable that raccord reads, by its name. Secrets are handled apart (`secrets.ts`): here
 * stand only values that a message may quote.
 */
export const variables = z.object({
  CHORUS_ENV: z.enum(['production', 'qualification']).default('production'),
  CHORUS_URL: passwordAddress.optional(),
  CHORUS_LOGIN: text.optional(),
  CHORUS_TOTP_LABEL: text.optional(),
  CHORUS_ALLOWED_HOSTS: hosts.optional(),
  CHORUS_PISTE_CLIENT_ID: text.optional(),
  CHORUS_PISTE_OAUTH_URL: pisteAddress.optional(),
  CHORUS_PISTE_API_URL: pisteAddress.optional(),
  CHORUS_PISTE_INTERVAL: timeSpan.default(1_000),
  RACCORD_HOME: text.default('.raccord'),
  RACCORD_RECIPIENTS: list
    .refine((keys) => keys.every((key) => key.startsWith('age1')), 'age public keys (age1…)')
    .optional(),
  RACCORD_IDENTITY: text.optional(),
  RACCORD_BROWSER: text.optional(),
  RACCORD_CONTACT_NAME: text.optional(),
  RACCORD_CONTACT_PHONE: phone.optional(),
  RACCORD_CONTACT_EMAIL: z.email('an e-mail address').optional(),
  RACCORD_CONTACT_FAX: phone.optional(),
  RACCORD_EDITOR: text.default(DECLARED_BY_DEFAULT.editor),
  RACCORD_USAGE: text.default(DECLARED_BY_DEFAULT.usage),
  RACCORD_APPLICATION_PATTERN: text
    .refine((pattern) => pattern.split('{n}').length === 2, 'a text with {n} in it once')
    .default(DECLARED_BY_DEFAULT.applicationPattern),
  RACCORD_PATIENCE: timeSpan
    .refine((milliseconds) => milliseconds > 0, 'longer than nothing')
    .default(120_000),
  RACCORD_SETTLE: timeSpan.default(120_000),
  RACCORD_READY_AFTER: timeSpan.default(30 * 60_000),
  RACCORD_TIMEZONE: timezone.default('Europe/Paris'),
  RACCORD_NOTIFY_TO: list
    .refine((items) => items.every((item) => z.email().safeParse(item).success), 'e-mail addresses')
    .optional(),
  RACCORD_WEBHOOK_FORMAT: z.enum(WEBHOOK_FORMATS).default('json'),
  RACCORD_NOTIFY_FROM: z.email('an e-mail address').optional(),
  RACCORD_DELIVER_FOLDER: text.optional(),
  RACCORD_DELIVER_RECIPIENTS: list
    .refine((keys) => keys.every((key) => key.startsWith('age1')), 'age public keys (age1…)')
    .optional(),
  RACCORD_DELIVER_HOOK: text.optional(),
  RACCORD_DELIVER_HOOK_TIMEOUT: timeSpan
    .refine((milliseconds) => milliseconds > 0, 'longer than nothing')
    .default(60_000),
  RACCORD_VAULT_URL: passwordAddress.optional(),
  RACCORD_VAULT_MOUNT: vaultPath.default('secret'),
  RACCORD_VAULT_PATH: vaultPath
    .refine((path) => path.split('{siret}').length === 2, 'a path with {siret} in it once')
    .default('raccord/{siret}'),
  RACCORD_VAULT_NAMESPACE: vaultPath.optional(),
  RACCORD_VAULT_ALLOWED_HOSTS: hosts.optional(),
  RACCORD_VAULT_ROLE_ID: text.optional(),
});

export type Variables = z.infer<typeof variables>;

/** What can stand in a header of HTTP. */
const headerText = z.string().regex(/^[\x21-\x7e]+$/u, 'one word of plain letters and signs');

/** The secrets and the form each must have. Their values are in no message. */
export const secretVariables = {
  CHORUS_PASSWORD: z.string().min(1, 'not empty'),
  CHORUS_TOTP_SECRET: base32,
  CHORUS_PISTE_CLIENT_SECRET: z.string().min(1, 'not empty'),
  RACCORD_DATABASE_URL: databaseAddress,
  RACCORD_SMTP_URL: mailServer,
  RACCORD_WEBHOOK_URL: webhookAddress,
  RACCORD_WEBHOOK_SECRET: z.string().min(16, 'at least 16 characters'),
  RACCORD_VAULT_TOKEN: headerText,
  RACCORD_VAULT_SECRET_ID: headerText,
} as const;

export type SecretName = keyof typeof secretVariables;

/** An address of https, or of this machine, that holds no user name. */
function safeAddress(why: string) {
  return z
    .string()
    .refine((text) => URL.canParse(text) && /^https?:/u.test(text), 'a web address')
    .transform((text) => new URL(text))
    .refine((url) => url.protocol === 'https:' || isLoopback(url.hostname), {
      error: ({ input }) => `https for ${(input as URL).hostname}, since ${why}`,
    })
    .refine((url) => url.username === '' && url.password === '', 'an address without a password');
}

/** The secret of an `otpauth:` address; undefined where its codes are not the usual ones. */
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

/** True where user and password can be read out of an address. */
function isDecodable(address: string): boolean {
  const url = parsedUrl(address);
  try {
    decodeURIComponent(`${url?.username ?? ''}${url?.password ?? ''}`);
    return url !== undefined;
  } catch {
    return false;
  }
}
