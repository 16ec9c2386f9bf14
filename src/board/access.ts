import { createHash, timingSafeEqual } from 'node:crypto';
import { isLoopback } from '../domain/allowed-hosts.ts';
import type { Secret } from '../secrets/secret.ts';

/** Who may look at the board. */
export interface Access {
  /** Present where only its holders may look. */
  readonly token?: Secret;
  /** Names by which the board may be called beside those of this machine. */
  readonly hosts: readonly string[];
}

/** What of a request says whether it may be answered. */
export interface Asked {
  readonly method: string;
  readonly host: string | undefined;
  readonly authorization: string | undefined;
}

/**
 * Returns the status with which a request is refused; undefined where it may be answered.
 * @param isOpen true for what is answered without a token.
 */
export function refusalOf(
  { method, host, authorization }: Asked,
  { token, hosts }: Access,
  isOpen: boolean,
): 401 | 405 | 421 | undefined {
  // A page elsewhere whose name was turned to this address sends its own name.
  if (!isOwnName(host, hosts)) return 421;
  if (method !== 'GET' && method !== 'HEAD') return 405;
  if (token === undefined || isOpen || isTokenGiven(authorization, token)) return undefined;
  return 401;
}

function isOwnName(host: string | undefined, hosts: readonly string[]): boolean {
  const name = /^(\[[\da-f:.]+\]|[^:/@\s]+)(?::\d+)?$/iu.exec(host ?? '')?.[1]?.toLowerCase();
  return name !== undefined && (isLoopback(name) || hosts.includes(name));
}

/** True where a header brings the token: as Bearer, or as the password that a browser asks for. */
export function isTokenGiven(authorization: string | undefined, token: Secret): boolean {
  const [, scheme = '', value = ''] = /^(\w+) +(\S+)$/u.exec(authorization ?? '') ?? [];
  switch (scheme.toLowerCase()) {
    case 'bearer':
      return isSame(value, token);
    case 'basic':
      return isSame(
        Buffer.from(value, 'base64')
          .toString('utf8')
          .replace(/^[^:]*:/u, ''),
        token,
      );
    default:
      return false;
  }
}

/** Takes as long whatever is given. */
function isSame(given: string, token: Secret): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(token.reveal()));
}
