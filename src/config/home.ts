import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Environment } from './variable-schema.ts';
import { userFolder } from './user-folders.ts';

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
  return { path: userFolder('data', environment), from: 'default' };
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
