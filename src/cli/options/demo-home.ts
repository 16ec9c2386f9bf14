import { join } from 'node:path';
import type { Config, LocalConfig, RequiredSettings } from '../../config/config.ts';
import { configOf, localConfigOf, type CommandContext } from '../context.ts';

const DEMO_HOST = 'portail.localhost';

/** Flag of commands that read a home, which may be the demo's. */
export interface HomeFlags {
  readonly demo?: true;
}

/** Returns the demo's configuration: its own home and keys, and the stand-in portal's host. */
export function demoConfig(own: LocalConfig): Config {
  const home = join(own.home, 'demo');
  return {
    ...own,
    environment: 'stand-in',
    portalUrl: new URL(`http://${DEMO_HOST}/`),
    allowedHosts: [DEMO_HOST],
    home,
    // Its portal is its own, so its lock concerns nobody else.
    stateFolder: join(home, 'state'),
    database: undefined,
    recipients: [],
    identityFile: undefined,
  };
}

/** Returns the configuration of the home to read; the demo's needs no configured portal. */
export function homeConfig(
  context: CommandContext,
  { demo }: HomeFlags,
  needs?: RequiredSettings,
): Config {
  return demo === true ? demoConfig(localConfigOf(context, needs)) : configOf(context, needs);
}
