import { join } from 'node:path';
import type { Config, LocalConfig, RequiredSettings } from '../../config/config.ts';
import { omitUndefined } from '../../domain/omit-undefined.ts';
import { configOf, localConfigOf, type CommandContext } from '../context.ts';

const DEMO_HOST = 'portail.localhost';

/** The flag of commands that look at a home, which may be the demo's. */
export interface HomeFlags {
  readonly demo?: true;
}

/** The configuration of what the demo made: its own home and keys, the stand-in portal's host. */
export function demoConfig(own: LocalConfig): Config {
  const home = join(own.home, 'demo');
  return omitUndefined<Config>({
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

/** The configuration of the home that is looked at; the demo's needs no portal to be configured. */
export function homeConfig(
  context: CommandContext,
  { demo }: HomeFlags,
  needs?: RequiredSettings,
): Config {
  return demo === true ? demoConfig(localConfigOf(context, needs)) : configOf(context, needs);
}
