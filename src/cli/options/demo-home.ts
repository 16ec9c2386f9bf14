import { join } from 'node:path';
import type { Config, LocalConfig } from '../../config/config.ts';
import { present } from '../../domain/present.ts';

const DEMO_HOST = 'portail.localhost';

/** The configuration of what the demo made: its own home and keys, the stand-in portal's host. */
export function demoConfig(own: LocalConfig): Config {
  const home = join(own.home, 'demo');
  return present<Config>({
    ...own,
    environment: 'stand-in',
    portalUrl: new URL(`http://${DEMO_HOST}/`),
    allowedHosts: [DEMO_HOST],
    home,
    // Its portal is its own, so its lock is nobody else's business.
    stateFolder: join(home, 'state'),
    database: undefined,
    recipients: [],
    identityFile: undefined,
  });
}
