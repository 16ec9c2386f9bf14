import { existsSync, realpathSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { carriedVariables, type CarriedVariables } from '../../config/carried-variables.ts';
import {
  AUTHORITIES,
  namedFiles,
  valuesInFile,
  type LocalConfig,
  type NamedFile,
} from '../../config/config.ts';
import { FOLDER_HOME } from '../../config/home.ts';
import {
  newProfile,
  profileHomeOf,
  profilesFolderOf,
  type Profile,
} from '../../config/profile-files.ts';
import { givenUserFolder } from '../../config/user-folders.ts';
import { systemClock } from '../../domain/clock.ts';
import { unitName } from '../../schedule/systemd-units.ts';
import type { Timetable } from '../../schedule/timetable.ts';
import type { Target, UnitFacts } from '../../schedule/units.ts';
import type { CommandContext } from '../context.ts';
import { withProfileInPaths } from '../in-profiles/in-profiles.ts';
import { signsIn } from './scheduled-line.ts';

/** Resolved flags and configuration. */
export interface Plan {
  readonly config: LocalConfig;
  /** Configurations of the other profiles, if there are several. */
  readonly others: readonly LocalConfig[];
  readonly timetable: Timetable;
  readonly line: readonly string[];
  /** The roster that the line names, as it is written there. */
  readonly roster: string | undefined;
}

/** Milliseconds that the current step may take, besides waiting for the outcome of a click. */
const STEP = 180_000;

/** Returns the variables of this process that the unit has to give to its command. */
export function carriedBy(
  context: CommandContext,
  { config, others, line }: Plan,
  target: Target,
): CarriedVariables {
  const { environment, folder } = context.processEnvironment;
  const ungiven = !signsIn(line)
    ? (['CHORUS_PASSWORD', 'CHORUS_TOTP_SECRET'] as const)
    : asksForPassword(line, target)
      ? (['CHORUS_PASSWORD'] as const)
      : [];
  const files = [config, ...others].map((one) => valuesInFile(folder, profileOf(context, one)));
  const { carried, left } = carriedVariables(environment, ungiven, files);
  // A task has no variables, and Node does not read this one from `.env`.
  if (target !== 'task-scheduler' || !(AUTHORITIES in carried)) return { carried, left };
  const kept = Object.entries(carried).filter(([name]) => name !== AUTHORITIES);
  return { carried: Object.fromEntries(kept), left: [...left, AUTHORITIES] };
}

/** Checks whether the unit itself gives the password, which a profile's file does otherwise. */
function asksForPassword(line: readonly string[], target: Target): boolean {
  return target === 'systemd' && signsIn(line) && !line.includes('--profile');
}

/** Returns the facts for the units of a schedule. */
export function factsOf(
  context: CommandContext,
  plan: Plan,
  target: Target,
  { carried }: CarriedVariables,
): UnitFacts {
  const { processEnvironment, texts } = context;
  const { config, others, timetable, line, roster } = plan;
  const { landsWithinMs } = config;
  const { username } = userInfo();
  const { expressions, timezone } = timetable;
  const isRoot = username === 'root';
  // The user `raccord` cannot enter root's own folders.
  const ownHome = isRoot ? join(processEnvironment.folder, FOLDER_HOME) : undefined;
  const dataHome = givenUserFolder('data', processEnvironment.environment) ?? ownHome;
  const configs = [config, ...others];
  const homeOf = ({ home, homeFrom, profile }: LocalConfig): string => {
    if (homeFrom !== 'default') return home;
    if (profile === undefined) return ownHome ?? home;
    return dataHome === undefined ? home : profileHomeOf(profile, { XDG_DATA_HOME: dataHome });
  };
  const home = homeOf(config);
  const hasDefault = configs.some(({ homeFrom }) => homeFrom === 'default');
  const stateHome = givenUserFolder('state', processEnvironment.environment);
  const profiles = line.includes('--profile')
    ? profilesFolderOf(processEnvironment.environment, processEnvironment.folder)
    : undefined;
  const writable = [
    ...others.map(homeOf),
    ...configs.flatMap(({ delivery: { folder } }) => (folder === undefined ? [] : [folder.path])),
  ];
  const files = filesOf(context, plan, asksForPassword(line, target));
  return {
    ...{ expressions, timezone, line, home },
    name: unitName(
      line[0] ?? '',
      configs.flatMap(({ profile }) => profile ?? []),
      roster,
    ),
    node: process.execPath,
    entry: entry(),
    folder: processEnvironment.folder,
    // As root, the browser has no sandbox.
    user: isRoot ? 'raccord' : username,
    readable: [
      dirname(dirname(entry())),
      ...(isRoot ? [] : found([join(homedir(), '.cache', 'ms-playwright')])),
      ...[...files.own, ...files.installed, ...(profiles === undefined ? [] : [profiles])],
    ],
    // The browser ignores certificates in a folder where it may not write.
    writable: [...writable, ...(isRoot ? [] : found(CERTIFICATES))],
    handedOver: isRoot ? [...new Set([...found(files.own), ...writable])] : [],
    // The state folder of the user `raccord` is not known.
    stateFolder: !isRoot || stateHome !== undefined ? config.stateFolder : undefined,
    signsIn: signsIn(line),
    environment: {
      ...carried,
      // Each of several profiles has its own home.
      ...(others.length === 0
        ? { RACCORD_HOME: home }
        : hasDefault && dataHome !== undefined && { XDG_DATA_HOME: dataHome }),
      ...(profiles !== undefined && { RACCORD_PROFILES: profiles }),
      RACCORD_TIMEZONE: timezone,
      // A service has no locale, except on Windows, which needs no variables for it.
      ...(target !== 'task-scheduler' && {
        LANG: processEnvironment.language === 'fr' ? 'fr_FR.UTF-8' : 'C.UTF-8',
        ...(stateHome !== undefined && signsIn(line) && { XDG_STATE_HOME: stateHome }),
      }),
    },
    drainMs: landsWithinMs + STEP,
    now: systemClock.now(),
    texts: texts.schedule.units,
  };
}

/** Where the browser keeps the certificates that it trusts, if it does (docs/proxy.md). */
const CERTIFICATES = ['.pki/nssdb', '.local/share/pki/nssdb'].map((path) => join(homedir(), path));

/** The files that a command reads. Some may be created later. */
interface FilesRead {
  /** Settings, rosters, private keys and files with a secret, which are the user's own. */
  readonly own: readonly string[];
  /** Parts of the installation that variables name. */
  readonly installed: readonly string[];
}

function filesOf(
  context: CommandContext,
  { config, others, roster }: Plan,
  asksForPassword: boolean,
): FilesRead {
  const { environment, folder } = context.processEnvironment;
  const files = [config, ...others].map((one) => {
    const profile = profileOf(context, one);
    const list = roster === undefined ? [] : [resolve(folder, rosterIn(roster, one.profile))];
    const named = namedFiles(environment, folder, profile).filter(
      ({ variable }) => !asksForPassword || variable !== 'CHORUS_PASSWORD_FILE',
    );
    const isOwn = ({ variable }: NamedFile): boolean =>
      variable === 'RACCORD_IDENTITY' || variable.endsWith('_FILE');
    const installed = named.filter((one) => !isOwn(one)).flatMap(partsOf);
    const own = named.filter(isOwn).map(({ path }) => path);
    return { own: [profile?.file ?? join(folder, '.env'), ...list, ...own], installed };
  });
  return {
    own: files.flatMap(({ own }) => own),
    installed: files.flatMap(({ installed }) => installed),
  };
}

/** Returns the profile of a configuration, if it is one's. */
function profileOf(
  { processEnvironment: { environment, folder } }: CommandContext,
  { profile }: LocalConfig,
): Profile | undefined {
  return profile === undefined ? undefined : newProfile(profile, environment, folder);
}

/** Returns a file with what it cannot do without: the parts of a browser are beside it. */
function partsOf({ variable, path }: NamedFile): string[] {
  const isBrowser = variable === 'RACCORD_BROWSER' && existsSync(path);
  return isBrowser ? [path, dirname(realpathSync(path))] : [path];
}

function found(paths: readonly string[]): string[] {
  return paths.filter((path) => existsSync(path));
}

/** Returns a roster's path in a profile. */
function rosterIn(input: string, profile: string | undefined): string {
  return profile === undefined ? input : withProfileInPaths({ input }, profile).input;
}

/** Returns the path of `bin/raccord.js` itself: a service may not see the link that was called. */
export function entry(): string {
  return realpathSync(process.argv[1] ?? '');
}
