import type { Secret } from '../secrets/secret.ts';

/** Maximum length of a text; designations and messages worth reading are shorter. */
const MAX_LENGTH = 200;

/** Minimum length of a secret to search for; shorter ones occur by chance. */
const MIN_SECRET_LENGTH = 4;

/**
 * Makes a server's text safe to show: one line, no control characters, limited length. Returns
 * undefined if nothing is left or if it contains one of the secrets.
 */
export function serverText(text: string, secrets: readonly Secret[]): string | undefined {
  if (secrets.some((secret) => repeats(text, secret.reveal()))) return undefined;
  const line = text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .slice(0, MAX_LENGTH)
    .toWellFormed();
  return line === '' ? undefined : line;
}

function repeats(text: string, secret: string): boolean {
  if (secret.length < MIN_SECRET_LENGTH) return false;
  const lower = text.toLowerCase();
  return [
    secret,
    encodeURIComponent(secret.toWellFormed()),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret, 'utf8').toString('base64'),
    Buffer.from(secret, 'utf8').toString('hex'),
  ].some((form) => lower.includes(form.toLowerCase()));
}
