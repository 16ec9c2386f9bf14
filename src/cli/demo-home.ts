import { join } from 'node:path';
import type { Config } from '../config/config.ts';
import { present } from '../domain/present.ts';

/** The configuration of what the demo made: its own home and keys, the stand-in portal's host. */
export function demoConfig(own: Config): Config {
  const home = join(own.home, 'demo');
  return present<Config>({
    ...own,
    environment: 'qualification',
    portalUrl: new URL('http://portail.localhost/'),
    home,
    // Its portal is its own, so its lock is nobody else's business.
    stateFolder: join(home, 'state'),
    database: undefined,
    recipients: [],
    identityFile: undefined,
  });
}
