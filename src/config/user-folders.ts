import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { Environment } from './variable-schema.ts';

/** Returns the folder of a user's configuration for raccord: profiles. */
export function configFolderOf(
  environment: Environment,
  platform: NodeJS.Platform = process.platform,
  userHome = homedir(),
): string {
  const { XDG_CONFIG_HOME: given = '', APPDATA: roaming = '' } = environment;
  // The XDG specification says to ignore a relative path.
  if (isAbsolute(given)) return join(given, 'raccord');
  if (platform === 'darwin') return join(userHome, 'Library', 'Application Support', 'raccord');
  if (platform === 'win32') {
    return join(roaming === '' ? join(userHome, 'AppData', 'Roaming') : roaming, 'raccord');
  }
  return join(userHome, '.config', 'raccord');
}

/** Returns raccord's folder for a user of this machine, the same for all homes. */
export function stateFolderOf(
  environment: Environment,
  platform: NodeJS.Platform = process.platform,
  userHome = homedir(),
): string {
  const given = givenStateHome(environment);
  if (given !== undefined) return join(given, 'raccord');
  if (platform === 'darwin') return join(userHome, 'Library', 'Application Support', 'raccord');
  if (platform === 'win32') {
    const { LOCALAPPDATA: local = '' } = environment;
    return join(local === '' ? join(userHome, 'AppData', 'Local') : local, 'raccord');
  }
  return join(userHome, '.local', 'state', 'raccord');
}

/** Returns the user's folder for the state of all programs, if it is set. */
export function givenStateHome({ XDG_STATE_HOME: given = '' }: Environment): string | undefined {
  // The XDG specification says to ignore a relative path.
  return isAbsolute(given) ? given : undefined;
}
