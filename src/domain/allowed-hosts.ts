import { RaccordError } from '../errors/raccord-error.ts';

/** Checks whether an address never leaves this machine, so that plain HTTP is harmless. */
export function isLoopback(host: string): boolean {
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host === '[::1]' ||
    /^127(\.\d{1,3}){3}$/u.test(host)
  );
}

/**
 * The hosts on which a credential may be typed: the allowed hosts, over HTTPS (loopback excepted).
 * A pattern is a host name, or `*.` and a host name for all its subdomains.
 */
export class AllowedHosts {
  readonly patterns: readonly string[];

  constructor(patterns: readonly string[]) {
    this.patterns = patterns;
  }

  allows(host: string): boolean {
    return this.patterns.some((pattern) =>
      pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern,
    );
  }

  /**
   * Checks that a credential may be typed at or sent to an address.
   * @throws RaccordError HOST_NOT_ALLOWED or PLAIN_HTTP, naming the host.
   */
  check(address: string): void {
    const { protocol, hostname } = new URL(address);
    if (!this.allows(hostname)) {
      throw new RaccordError('HOST_NOT_ALLOWED', { host: hostname, allowed: this.patterns });
    }
    if (protocol !== 'https:' && !isLoopback(hostname)) {
      throw new RaccordError('PLAIN_HTTP', { host: hostname });
    }
  }
}
