import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { Environment } from './environment-variables.ts';

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
