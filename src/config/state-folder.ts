import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { Environment } from './environment-variables.ts';

/** Returns where raccord keeps what belongs to a user of this machine, whatever the home it works on. */
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

/** Returns where the user wants all programs to keep their state; undefined where they do not say. */
export function givenStateHome({ XDG_STATE_HOME: given = '' }: Environment): string | undefined {
  // The XDG specification says to ignore a relative path.
  return isAbsolute(given) ? given : undefined;
}
