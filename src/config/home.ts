import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import type { Environment } from './environment-variables.ts';

/** Where a home may be without being named, in the working folder: the default of earlier versions. */
export const FOLDER_HOME = '.raccord';

/** A home, and why it is this one. */
export interface FoundHome {
  /** Absolute path. */
  readonly path: string;
  /** `given` by `RACCORD_HOME`; found in the working `folder`; else the user's own, by `default`. */
  readonly from: 'given' | 'folder' | 'default';
}

/**
 * Returns the home that a command works on: the one that is given, else that of a profile, else
 * `.raccord` in the working folder where that is there already, else one of the user's that is the
 * same from every folder.
 * @param profileHome the default of the profile it works in.
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

/** Returns where programs of this system keep a user's data, as far as it is raccord's. */
export function dataFolderOf(
  environment: Environment,
  platform: NodeJS.Platform = process.platform,
  userHome = homedir(),
): string {
  const { LOCALAPPDATA: local = '' } = environment;
  const given = givenDataHome(environment);
  if (given !== undefined) return join(given, 'raccord');
  // On these the state folder is raccord's own folder: its locks are no part of a home.
  if (platform === 'darwin') {
    return join(userHome, 'Library', 'Application Support', 'raccord', 'home');
  }
  if (platform === 'win32') {
    return join(local === '' ? join(userHome, 'AppData', 'Local') : local, 'raccord', 'home');
  }
  return join(userHome, '.local', 'share', 'raccord');
}

/** Returns where the user wants all programs to keep their data; undefined where they do not say. */
export function givenDataHome({ XDG_DATA_HOME: given = '' }: Environment): string | undefined {
  // The XDG specification says to ignore a relative path.
  return isAbsolute(given) ? given : undefined;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
