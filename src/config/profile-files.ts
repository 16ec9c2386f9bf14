import { readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { ConfigProblem } from '../errors/config-problem.ts';
import { accountOf, isSameAccount, type Account } from '../domain/account-queue.ts';
import { type AnyRaccordError, RaccordError } from '../errors/raccord-error.ts';
import { systemReason } from '../errors/unwritable-error.ts';
import { isPresent } from '../files/if-present.ts';
import { readDotEnv } from './dot-env.ts';
import type { Environment } from './variable-schema.ts';
import { userFolder } from './user-folders.ts';
import { waysToGive } from './variable-names.ts';

/** One of several administrators or clients, with its own configuration and home. */
export interface Profile {
  readonly name: string;
  /** Absolute path of `NAME.env`. */
  readonly file: string;
  /** Absolute path: `RACCORD_HOME` unless the file names another. */
  readonly home: string;
}

const SUFFIX = '.env';

/** A plain file name: no separators, and no dot in front. */
const NAME = /^[\p{L}\p{N}_][\p{L}\p{N}._-]{0,63}$/u;

/** The variables that select a profile, which a profile cannot contain. */
const CHOOSING = ['RACCORD_PROFILE', 'RACCORD_PROFILES'] as const;

/** The variables that belong to one profile: its home and its administrator. */
const OF_ONE_PROFILE = [
  'RACCORD_HOME',
  'CHORUS_LOGIN',
  'CHORUS_TOTP_LABEL',
  ...['CHORUS_PASSWORD', 'CHORUS_TOTP_SECRET'].flatMap(waysToGive),
] as const;

const VAULT_TOKEN = waysToGive('RACCORD_VAULT_TOKEN');
const VAULT_SECRET_ID = waysToGive('RACCORD_VAULT_SECRET_ID');

/**
 * The variables that choose the portal, are declared to the State or say where passwords go. One of
 * the process may stand for all profiles, but not in place of what a profile says itself.
 */
const NOT_OVER_PROFILES = [
  ...['CHORUS_ENV', 'CHORUS_URL', 'CHORUS_PISTE_OAUTH_URL', 'CHORUS_PISTE_API_URL'],
  ...['NAME', 'PHONE', 'EMAIL', 'FAX'].map((part) => `RACCORD_CONTACT_${part}`),
  ...['RACCORD_EDITOR', 'RACCORD_USAGE', 'RACCORD_APPLICATION_PATTERN'],
  ...['RACCORD_DELIVER_FOLDER', 'RACCORD_DELIVER_RECIPIENTS', 'RACCORD_DELIVER_HOOK'],
  ...['URL', 'MOUNT', 'PATH', 'NAMESPACE', 'ROLE_ID'].map((part) => `RACCORD_VAULT_${part}`),
  ...[...VAULT_TOKEN, ...VAULT_SECRET_ID],
  'RACCORD_RECIPIENTS',
] as const;

/**
 * Returns the variables of a profile in whose place one of the process would be used: a secret of
 * the process is taken however a profile gives its own, and a Vault token in place of a role.
 */
function replacedBy(name: string): readonly string[] {
  if (VAULT_TOKEN.includes(name)) {
    return [...VAULT_TOKEN, 'RACCORD_VAULT_ROLE_ID', ...VAULT_SECRET_ID];
  }
  return VAULT_SECRET_ID.includes(name) ? VAULT_SECRET_ID : [name];
}

/**
 * Returns the folder of profiles: `RACCORD_PROFILES`, otherwise `profiles` in the user's
 * configuration folder.
 * @param folder the working folder.
 */
export function profilesFolderOf(environment: Environment, folder: string): string {
  const given = environment['RACCORD_PROFILES'] ?? '';
  return given === ''
    ? join(userFolder('config', environment), 'profiles')
    : resolve(folder, given);
}

/**
 * Returns the profile of that name, whether or not its file exists.
 * @throws RaccordError CONFIG_INVALID if the name is invalid.
 */
export function newProfile(name: string, environment: Environment, folder: string): Profile {
  if (!NAME.test(name)) throw invalid({ place: '--profile', reason: { key: 'profile-name' } });
  const file = join(profilesFolderOf(environment, folder), `${name}${SUFFIX}`);
  return { name, file, home: profileHomeOf(name, environment) };
}

/**
 * Returns the profile of that name.
 * @throws RaccordError CONFIG_INVALID if the name is invalid or has no file.
 */
export function profileNamed(name: string, environment: Environment, folder: string): Profile {
  const profile = newProfile(name, environment, folder);
  const { file } = profile;
  if (looking(file, () => isPresent(file))) return profile;
  const present = listNames(profilesFolderOf(environment, folder));
  throw invalid({ place: '--profile', reason: { key: 'no-profile', file, present } });
}

/** Returns the default home of a profile. */
export function profileHomeOf(name: string, environment: Environment): string {
  return join(userFolder('data', environment), 'profiles', name);
}

/** Returns all profiles, by name; none if their folder does not exist. */
export function allProfiles(environment: Environment, folder: string): Profile[] {
  const names = listNames(profilesFolderOf(environment, folder));
  return names.map((name) => profileNamed(name, environment, folder));
}

/** Reports variables in `.env` or a profile that select a profile, which is too late there. */
export function profileSelectors(values: Environment): ConfigProblem[] {
  return CHOOSING.filter((place) => (values[place] ?? '') !== '').map((place) => ({
    place,
    reason: { key: 'read-too-late' },
  }));
}

/**
 * Reports the process's variables that would apply to several profiles but belong to one, or would
 * replace what one of them says.
 */
export function notForSeveralProfiles(
  environment: Environment,
  profiles: readonly Profile[],
): ConfigProblem[] {
  const files = profiles.map(({ file }) => readDotEnv(file).values);
  const isGiven = (name: string): boolean => textOf(environment, name) !== '';
  const isOwn = (values: Environment, name: string): boolean =>
    textOf(values, name) !== '' && textOf(values, name) !== textOf(environment, name);
  const replaces = (name: string): boolean =>
    replacedBy(name).some((own) => files.some((values) => isOwn(values, own)));
  const places = [
    ...OF_ONE_PROFILE.filter(isGiven),
    ...NOT_OVER_PROFILES.filter((name) => isGiven(name) && replaces(name)),
  ];
  return places.map((place) => ({ place, reason: { key: 'of-one-profile' } }));
}

function textOf(values: Environment, name: string): string {
  return (values[name] ?? '').trim();
}

/** The name of a profile, with its home and its account. */
export interface ProfilePlace {
  readonly name: string;
  readonly home: string;
  readonly login?: string;
  /** Absent if it is not known here. */
  readonly portalUrl?: URL;
}

/**
 * Reports settings that several profiles must not share: with one home they would share lock,
 * ledger and vault; with one administrator each would create every account. In a shared database
 * each administrator has its own lock.
 */
export function sharedPlaces(places: readonly ProfilePlace[]): ConfigProblem[] {
  return places.flatMap((one, index) =>
    places.slice(index + 1).flatMap((other): ConfigProblem[] => {
      const reason = { key: 'shared-by-profiles', names: [one.name, other.name] } as const;
      if (one.home === other.home) return [{ place: 'RACCORD_HOME', reason }];
      const [account, another] = [accountIn(one), accountIn(other)];
      const isOne =
        account !== undefined && another !== undefined && isSameAccount(account, another);
      return isOne ? [{ place: 'CHORUS_LOGIN', reason }] : [];
    }),
  );
}

function accountIn({ login, portalUrl }: ProfilePlace): Account | undefined {
  return login === undefined ? undefined : accountOf(portalUrl?.host ?? '', login);
}

/** Returns a problem prefixed with the profile's file, for reports about several profiles. */
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
  return looking(profiles, () => (isPresent(profiles) ? readdirSync(profiles) : []))
    .filter((file) => file.endsWith(SUFFIX))
    .map((file) => file.slice(0, -SUFFIX.length))
    .filter((name) => NAME.test(name))
    .sort();
}

/** @throws RaccordError CONFIG_INVALID with the reason if the system does not let this user look. */
function looking<T>(place: string, look: () => T): T {
  try {
    return look();
  } catch (error) {
    throw invalid({ place, reason: { key: 'unreadable-file', reason: systemReason(error) } });
  }
}

function invalid(problem: ConfigProblem): AnyRaccordError {
  return new RaccordError('CONFIG_INVALID', { problems: [problem] });
}
