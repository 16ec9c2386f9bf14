import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import type { Environment } from './variable-schema.ts';

/** The home in the working folder that is used without being named: the former default. */
export const FOLDER_HOME = '.raccord';

/** A home, and the reason for its choice. */
export interface FoundHome {
  /** Absolute path. */
  readonly path: string;
  /** Set by `RACCORD_HOME`, found in the working folder, or the user's own by default. */
  readonly from: 'given' | 'folder' | 'default';
}

/**
 * Returns the home of a command: the given one, otherwise that of a profile, otherwise an existing
 * `.raccord` in the working folder, otherwise the user's own, which is the same from every folder.
 * @param profileHome the default of the profile in use.
 */
export function findHome(
  given: string | undefined,
  folder: string,
  environment: Environment,
  profileHome?: string,
): FoundHome {
  if (given !== undefined) return { path: resolve(folder, given), from: 'given' };
  if (profileHome !== undefined) return { path: profileHome, from: 'default' };
  const inFolder = resolve(folder, FOLDER_HOME);
  if (isFolder(inFolder)) return { path: inFolder, from: 'folder' };
  return { path: dataFolderOf(environment), from: 'default' };
}

/** Returns raccord's part of the folder in which this system's programs keep a user's data. */
export function dataFolderOf(
  environment: Environment,
  platform: NodeJS.Platform = process.platform,
  userHome = homedir(),
): string {
  const { LOCALAPPDATA: local = '' } = environment;
  const given = givenDataHome(environment);
  if (given !== undefined) return join(given, 'raccord');
  // On these systems the state folder is raccord's own: its locks are not part of a home.
  if (platform === 'darwin') {
    return join(userHome, 'Library', 'Application Support', 'raccord', 'home');
  }
  if (platform === 'win32') {
    return join(local === '' ? join(userHome, 'AppData', 'Local') : local, 'raccord', 'home');
  }
  return join(userHome, '.local', 'share', 'raccord');
}

/** Returns the user's folder for the data of all programs, if it is set. */
export function givenDataHome({ XDG_DATA_HOME: given = '' }: Environment): string | undefined {
  // The XDG specification says to ignore a relative path.
  return isAbsolute(given) ? given : undefined;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
