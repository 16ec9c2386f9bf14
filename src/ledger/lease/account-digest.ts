import { createHash } from 'node:crypto';

/** An administrator's account on a portal. */
export interface Account {
  /** The portal's host, with its port where it has one. */
  readonly portal: string;
  readonly login: string;
}

/** Returns what names an account where its login is not to be read. The portal knows a login in any case. */
export function accountDigest({ portal, login }: Account): string {
  return `${portalDigest(portal)}-${digestOf(login.trim().toLowerCase())}`;
}

/** Returns what the digests of all accounts of a portal begin with. */
export function portalDigest(portal: string): string {
  return digestOf(portal.toLowerCase());
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
