import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { Environment } from './config.ts';

/** Returns where raccord keeps what belongs to a user of this machine, whatever the home it works on. */
export function stateFolderOf(
  { XDG_STATE_HOME: given = '', LOCALAPPDATA: local = '' }: Environment,
  platform: NodeJS.Platform = process.platform,
  userHome = homedir(),
): string {
  // The XDG specification says to ignore a relative path.
  if (isAbsolute(given)) return join(given, 'raccord');
  if (platform === 'darwin') return join(userHome, 'Library', 'Application Support', 'raccord');
  if (platform === 'win32') {
    return join(local === '' ? join(userHome, 'AppData', 'Local') : local, 'raccord');
  }
  return join(userHome, '.local', 'state', 'raccord');
}
