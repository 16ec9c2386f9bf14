import { AUTHORITIES, BROWSERS } from './config.ts';
import { inUserFolder, isPath } from './path-variables.ts';
import { isKnownName, waysToGive } from './variable-names.ts';
import { variables, type Environment, type SecretName } from './variable-schema.ts';

/** A process's own variables that its scheduled command needs as well. */
export interface CarriedVariables {
  /** By name. A unit may hold them. */
  readonly carried: Readonly<Record<string, string>>;
  /** The names of those that it must not hold: secrets, and values with control characters. */
  readonly left: readonly string[];
}

const PROXIES = ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY'].flatMap((name) => [
  name,
  name.toLowerCase(),
]);

/** The variables of other programs with which raccord was checked. */
const OF_OTHERS: ReadonlySet<string> = new Set([...PROXIES, AUTHORITIES, BROWSERS]);

/** The variables that a line names itself, and those of commands that are not scheduled. */
const NOT_NEEDED: ReadonlySet<string> = new Set([
  ...['RACCORD_PROFILE', 'RACCORD_PROFILES', 'RACCORD_HOME', 'RACCORD_TIMEZONE'],
  ...['RACCORD_BOARD_TOKEN', 'RACCORD_PING_URL'].flatMap(waysToGive),
]);

/**
 * Returns the variables that a unit has to give to its command: the command was checked with them,
 * and a service starts without them.
 * @param ungiven the secrets that the command does not need, or that the unit gives by itself.
 * @param files the values in the files that it reads, one for each profile: what all of them say as
 * the process does is left to them, so that a later correction counts. Other programs' variables are
 * not: these read no such file, nor does what a command line of the operator's starts.
 */
export function carriedVariables(
  environment: Environment,
  ungiven: readonly SecretName[],
  files: readonly Environment[] = [],
): CarriedVariables {
  const skipped = new Set(ungiven.flatMap(waysToGive));
  const { HOME, USERPROFILE } = environment;
  const carried: Record<string, string> = {};
  const left: string[] = [];
  for (const [name, given = ''] of Object.entries(environment)) {
    const value = given.replace(/[\r\n]+$/u, '');
    const isNeeded = OF_OTHERS.has(name) || (isKnownName(name) && !NOT_NEEDED.has(name));
    if (value === '' || !isNeeded || skipped.has(name)) continue;
    if (!OF_OTHERS.has(name) && isSaidIn(files, name, value)) continue;
    if (isSecret(name, value) || /\p{Cc}/u.test(value)) left.push(name);
    else carried[name] = isPath(name) ? inUserFolder(value, HOME ?? USERPROFILE ?? '~') : value;
  }
  return { carried, left };
}

function isSaidIn(files: readonly Environment[], name: string, value: string): boolean {
  return files.length > 0 && files.every((file) => file[name]?.trim() === value.trim());
}

/** Checks for a secret: a file's path is harmless, a command line may contain one. */
function isSecret(name: string, value: string): boolean {
  if (PROXIES.includes(name)) return value.includes('@');
  if (name === 'RACCORD_DELIVER_HOOK') return true;
  return isKnownName(name) && !(name in variables.shape) && !name.endsWith('_FILE');
}
