import { createHash } from 'node:crypto';

/** An administrator's account on a portal. */
export interface Account {
  /** The portal's host, with its port if it has one. */
  readonly portal: string;
  readonly login: string;
}

/** Returns an account's identifier that hides its login. The portal ignores the case of a login. */
export function accountDigest({ portal, login }: Account): string {
  return `${portalDigest(portal)}-${digestOf(login.trim().toLowerCase())}`;
}

/** Returns the prefix of the digests of all accounts of a portal. */
export function portalDigest(portal: string): string {
  return digestOf(portal.toLowerCase());
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
