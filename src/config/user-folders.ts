import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { Environment } from './environment-variables.ts';

/** Returns where a user of this machine keeps what raccord reads: profiles. */
export function configFolderOf(
  environment: Environment,
  platform: NodeJS.Platform = process.platform,
  userHome = homedir(),
): string {
  const { APPDATA: roaming = '' } = environment;
  const usual = {
    linux: join(userHome, '.config'),
    darwin: join(userHome, 'Library', 'Application Support'),
    win32: roaming === '' ? join(userHome, 'AppData', 'Roaming') : roaming,
  };
  return join(given(environment['XDG_CONFIG_HOME']) ?? usualOf(usual, platform), 'raccord');
}

/** Returns where a user of this machine keeps what raccord makes: the homes. */
export function dataFolderOf(
  environment: Environment,
  platform: NodeJS.Platform = process.platform,
  userHome = homedir(),
): string {
  const { LOCALAPPDATA: local = '' } = environment;
  const usual = {
    linux: join(userHome, '.local', 'share'),
    darwin: join(userHome, 'Library', 'Application Support'),
    win32: local === '' ? join(userHome, 'AppData', 'Local') : local,
  };
  return join(given(environment['XDG_DATA_HOME']) ?? usualOf(usual, platform), 'raccord');
}

type Usual = Readonly<Record<'linux' | 'darwin' | 'win32', string>>;

function usualOf(usual: Usual, platform: NodeJS.Platform): string {
  return platform === 'darwin' || platform === 'win32' ? usual[platform] : usual.linux;
}

/** The XDG specification says to ignore a relative path. */
function given(folder = ''): string | undefined {
  return isAbsolute(folder) ? folder : undefined;
}
