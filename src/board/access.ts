import { createHash, timingSafeEqual } from 'node:crypto';
import { isLoopback } from '../domain/allowed-hosts.ts';
import type { Secret } from '../secrets/secret.ts';

/** Access rules of the board. */
export interface Access {
  /** If set, only holders of this token may view the board. */
  readonly token?: Secret;
  /** Host names the board accepts in addition to those of this machine. */
  readonly hosts: readonly string[];
}

/** The parts of a request that decide whether it is answered. */
export interface Asked {
  readonly method: string;
  readonly host: string | undefined;
  readonly authorization: string | undefined;
}

/**
 * Returns the HTTP status with which a request is refused, or `undefined` if it is allowed.
 * @param isOpen true for resources that are served without a token.
 */
export function refusalOf(
  { method, host, authorization }: Asked,
  { token, hosts }: Access,
  isOpen: boolean,
): 401 | 405 | 421 | undefined {
  // DNS rebinding: a foreign page whose name resolves to this address sends its own host name.
  if (!isOwnName(host, hosts)) return 421;
  if (method !== 'GET' && method !== 'HEAD') return 405;
  if (token === undefined || isOpen || isTokenGiven(authorization, token)) return undefined;
  return 401;
}

function isOwnName(host: string | undefined, hosts: readonly string[]): boolean {
  const name = /^(\[[\da-f:.]+\]|[^:/@\s]+)(?::\d+)?$/iu.exec(host ?? '')?.[1]?.toLowerCase();
  return name !== undefined && (isLoopback(name) || hosts.includes(name));
}

/** Returns true if the header carries the token, as Bearer or as the Basic password. */
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

/** Compares in constant time. */
function isSame(given: string, token: Secret): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(token.reveal()));
}
