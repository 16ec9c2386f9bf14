import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { Environment } from './variable-schema.ts';

/** The folders of a user's programs: their configuration, their state, their data. */
const KINDS = {
  config: { xdg: 'XDG_CONFIG_HOME', windows: 'Roaming', unix: ['.config'], within: [] },
  state: { xdg: 'XDG_STATE_HOME', windows: 'Local', unix: ['.local', 'state'], within: [] },
  // Where both are one folder, that of the state is raccord's own: locks are not part of a home.
  data: { xdg: 'XDG_DATA_HOME', windows: 'Local', unix: ['.local', 'share'], within: ['home'] },
} as const;

type FolderKind = keyof typeof KINDS;

/** Returns raccord's part of a user's folder on this system; the same for all homes. */
export function userFolder(
  kind: FolderKind,
  environment: Environment,
  platform: NodeJS.Platform = process.platform,
  userHome = homedir(),
): string {
  const { windows, unix, within } = KINDS[kind];
  const given = givenUserFolder(kind, environment);
  if (given !== undefined) return join(given, 'raccord');
  if (platform === 'darwin') {
    return join(userHome, 'Library', 'Application Support', 'raccord', ...within);
  }
  if (platform === 'win32') {
    const { APPDATA: roaming = '', LOCALAPPDATA: local = '' } = environment;
    const folder = windows === 'Roaming' ? roaming : local;
    return join(folder === '' ? join(userHome, 'AppData', windows) : folder, 'raccord', ...within);
  }
  return join(userHome, ...unix, 'raccord');
}

/** Returns the user's folder for all programs, if it is set. */
export function givenUserFolder(kind: FolderKind, environment: Environment): string | undefined {
  const given = environment[KINDS[kind].xdg] ?? '';
  // The XDG specification says to ignore a relative path.
  return isAbsolute(given) ? given : undefined;
}
