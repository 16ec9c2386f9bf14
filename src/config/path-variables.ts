import { resolve } from 'node:path';

const PATHS: ReadonlySet<string> = new Set([
  'RACCORD_HOME',
  'RACCORD_IDENTITY',
  'RACCORD_BROWSER',
  'RACCORD_DELIVER_FOLDER',
]);

/** The user's own folder at the beginning of a path, as shells know it. */
const USER_FOLDER = /^(?:~|\$HOME|\$\{HOME\}|%USERPROFILE%)(?=[/\\]|$)/u;

/** Returns whether the variable holds a path. */
export function isPath(variable: string): boolean {
  return PATHS.has(variable) || variable.endsWith('_FILE');
}

/** Returns whether the variable may hold a name in place of a path: that of a browser. */
export function isChannel(variable: string): boolean {
  return variable === 'RACCORD_BROWSER';
}

/** Returns a path with the user's own folder put in, as a shell would. */
export function inUserFolder(path: string, userFolder: string): string {
  return path.replace(USER_FOLDER, () => userFolder);
}

/**
 * Returns a path that means the same from any folder.
 * @param folder the one that it was meant from.
 */
export function wholePath(path: string, folder: string): string {
  return USER_FOLDER.test(path) ? path : resolve(folder, path);
}
