import { existsSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { ConfigProblem } from '../errors/config-problem.ts';
import { RaccordError } from '../errors/errors.ts';
import type { Environment } from './environment-variables.ts';
import { dataFolderOf } from './home.ts';
import { configFolderOf } from './user-folders.ts';
import { waysToGive } from './variable-names.ts';

/** One of several administrators or clients: a configuration and a home of its own. */
export interface Profile {
  readonly name: string;
  /** Absolute path of `NAME.env`. */
  readonly file: string;
  /** Absolute path: `RACCORD_HOME` where the file names none. */
  readonly home: string;
}

const SUFFIX = '.env';

/** A plain file name: no separators, and no dot in front. */
const NAME = /^[\p{L}\p{N}_][\p{L}\p{N}._-]{0,63}$/u;

/** What chooses a profile, and so cannot stand in one. */
const CHOOSING = ['RACCORD_PROFILE', 'RACCORD_PROFILES'] as const;

/** Whose one value would be that of every profile: a home, and an administrator. */
const OF_ONE_PROFILE = [
  'RACCORD_HOME',
  'CHORUS_LOGIN',
  'CHORUS_TOTP_LABEL',
  ...['CHORUS_PASSWORD', 'CHORUS_TOTP_SECRET'].flatMap(waysToGive),
] as const;

/**
 * Returns the folder of profiles: `RACCORD_PROFILES`, else `profiles` in the user's folder of
 * configuration.
 * @param folder the working folder.
 */
export function profilesFolderOf(environment: Environment, folder: string): string {
  const given = environment['RACCORD_PROFILES'] ?? '';
  return given === '' ? join(configFolderOf(environment), 'profiles') : resolve(folder, given);
}

/**
 * Returns the profile of that name, whether it has a file yet or not.
 * @throws RaccordError CONFIG_INVALID where the name is none.
 */
export function newProfile(name: string, environment: Environment, folder: string): Profile {
  if (!NAME.test(name)) throw invalid({ place: '--profile', reason: { key: 'profile-name' } });
  const file = join(profilesFolderOf(environment, folder), `${name}${SUFFIX}`);
  return { name, file, home: profileHomeOf(name, environment) };
}

/**
 * Returns the profile of that name.
 * @throws RaccordError CONFIG_INVALID where the name is none, or has no file.
 */
export function profileNamed(name: string, environment: Environment, folder: string): Profile {
  const profile = newProfile(name, environment, folder);
  const { file } = profile;
  if (existsSync(file)) return profile;
  const present = listNames(profilesFolderOf(environment, folder));
  throw invalid({ place: '--profile', reason: { key: 'no-profile', file, present } });
}

/** Returns the home of a profile that names none. */
export function profileHomeOf(name: string, environment: Environment): string {
  return join(dataFolderOf(environment), 'profiles', name);
}

/** Returns all profiles there are, by name; none where there is no folder of them. */
export function allProfiles(environment: Environment, folder: string): Profile[] {
  const names = listNames(profilesFolderOf(environment, folder));
  return names.map((name) => profileNamed(name, environment, folder));
}

/** Returns what in `.env` or a profile chooses one, which is over by then. */
export function profileSelectors(values: Environment): ConfigProblem[] {
  return CHOOSING.filter((place) => (values[place] ?? '') !== '').map((place) => ({
    place,
    reason: { key: 'read-too-late' },
  }));
}

/** Returns which variables of the process would count in several profiles, and belong to one. */
export function notForSeveralProfiles(environment: Environment): ConfigProblem[] {
  return OF_ONE_PROFILE.filter((place) => (environment[place] ?? '') !== '').map((place) => ({
    place,
    reason: { key: 'of-one-profile' },
  }));
}

/** A profile's name, and where it works. */
export interface ProfilePlace {
  readonly name: string;
  readonly home: string;
  readonly login?: string;
  /** Absent where it is not known here. */
  readonly portalUrl?: URL;
}

/**
 * Returns what several profiles have in common and must not: with one home they would share lock,
 * ledger and vault; with one administrator each would make every account. In one database each
 * administrator has a lock of its own.
 */
export function sharedPlaces(places: readonly ProfilePlace[]): ConfigProblem[] {
  return places.flatMap((one, index) =>
    places.slice(index + 1).flatMap((other): ConfigProblem[] => {
      const reason = { key: 'shared-by-profiles', names: [one.name, other.name] } as const;
      if (one.home === other.home) return [{ place: 'RACCORD_HOME', reason }];
      const isSame = one.login === other.login && one.portalUrl?.host === other.portalUrl?.host;
      return isSame && one.login !== undefined ? [{ place: 'CHORUS_LOGIN', reason }] : [];
    }),
  );
}

/** Returns a problem with the profile's file in front, for where those of several are told at once. */
export function inProfile(
  { file }: Profile,
  problem: string | ConfigProblem,
): string | ConfigProblem {
  const name = basename(file);
  if (typeof problem === 'string') return problem.includes(file) ? problem : `${name} ${problem}`;
  const place = problem.place === name ? name : `${name} ${problem.place}`;
  return { ...problem, place };
}

function listNames(profiles: string): string[] {
  if (!existsSync(profiles)) return [];
  return readdirSync(profiles)
    .filter((file) => file.endsWith(SUFFIX))
    .map((file) => file.slice(0, -SUFFIX.length))
    .filter((name) => NAME.test(name))
    .sort();
}

function invalid(problem: ConfigProblem): RaccordError {
  return new RaccordError('CONFIG_INVALID', { problems: [problem] });
}
