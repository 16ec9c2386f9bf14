import type { Secret } from '../secrets/secret.ts';

/** Longer than any designation or message of the API that is worth reading. */
const MAX_LENGTH = 200;

/** A shorter secret occurs everywhere by chance. */
const MIN_SECRET_LENGTH = 4;

/**
 * A text of the server's, fit to be shown: on one line, without control characters, of bounded
 * length. Undefined where nothing is left, or where it repeats one of the secrets.
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
