import { resolve } from 'node:path';

const PATHS: ReadonlySet<string> = new Set([
  'RACCORD_HOME',
  'RACCORD_IDENTITY',
  'RACCORD_BROWSER',
  'RACCORD_DELIVER_FOLDER',
]);

/** The user's own folder at the beginning of a path, as written for shells. */
const USER_FOLDER = /^(?:~|\$HOME|\$\{HOME\}|%USERPROFILE%)(?=[/\\]|$)/u;

/** Checks whether a variable holds a path. */
export function isPath(variable: string): boolean {
  return PATHS.has(variable) || variable.endsWith('_FILE');
}

/** Checks whether a variable may hold a browser's name in place of a path. */
export function isChannel(variable: string): boolean {
  return variable === 'RACCORD_BROWSER';
}

/** Returns a path with the user's own folder expanded, as by a shell. */
export function inUserFolder(path: string, userFolder: string): string {
  return path.replace(USER_FOLDER, () => userFolder);
}

/**
 * Returns a path that is independent of the working folder.
 * @param folder the folder to which it was relative.
 */
export function wholePath(path: string, folder: string): string {
  return USER_FOLDER.test(path) ? path : resolve(folder, path);
}
