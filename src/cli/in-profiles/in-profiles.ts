import type { Config, RequiredSettings } from '../../config/config.ts';
import {
  notForSeveralProfiles,
  inProfile,
  profileNamed,
  newProfile,
  sharedPlaces,
  type Profile,
} from '../../config/profile-files.ts';
import type { ConfigProblem } from '../../errors/config-problem.ts';
import { EXIT, type ExitCode } from '../../errors/exit-code.ts';
import { RaccordError, isRaccordError } from '../../errors/raccord-error.ts';
import { type JsonObject, type JsonValue } from '../../domain/json.ts';
import { worstExit } from '../../errors/to-raccord-error.ts';
import { configOf, type Command, type CommandContext } from '../context.ts';
import { profileDocument, profileTable, statusOf, type ProfileStatus } from './profile-status.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** Flags that determine what a command needs, and where it reads and writes. */
interface TurnFlags {
  readonly input?: string;
  readonly metrics?: string;
  readonly watch?: true;
  readonly csv?: true;
  readonly headed?: true;
  readonly dryRun?: true;
  readonly verify?: true;
  readonly queue?: true;
  readonly json?: true;
}

/** Commands that receive all profiles at once. */
const SERVES_ALL: ReadonlySet<string> = new Set(['board', 'schedule', 'worker']);

/** Commands that run in one profile after the other, with the settings each requires. */
const IN_TURN: Readonly<Partial<Record<string, (flags: TurnFlags) => RequiredSettings>>> = {
  plan: ({ headed }) => ({ administrator: headed !== true }),
  batch: ({ headed, dryRun, verify, queue }) => ({
    administrator: headed !== true && queue !== true,
    notifications: true,
    deliveries: dryRun !== true,
    piste: verify === true && dryRun !== true,
  }),
  renew: ({ headed, dryRun }) => ({
    administrator: headed !== true,
    notifications: true,
    deliveries: dryRun !== true,
  }),
  verify: () => ({ piste: true, notifications: true }),
  deliver: ({ dryRun }) => ({ notifications: dryRun !== true, deliveries: dryRun !== true }),
  status: () => ({}),
};

/** Reports the error that ended a command, and returns its exit code. */
export type ReportError = (
  error: unknown,
  context: CommandContext,
  flags: readonly string[],
) => ExitCode;

/**
 * Returns the context of a command in a profile. Child processes and the commands printed for the
 * user stay in that profile.
 * @param find returns the profile of that name.
 */
export function contextIn(
  context: CommandContext,
  name: string,
  find = profileNamed,
): CommandContext {
  const { environment, folder } = context.processEnvironment;
  const processEnvironment = {
    ...context.processEnvironment,
    environment: { ...environment, RACCORD_PROFILE: name },
    profile: find(name, environment, folder),
  };
  const line = [...withoutProfiles(context.line, []).line, '--profile', name];
  const texts = context.textsFor(name);
  return { ...context, processEnvironment, texts, line, profiles: [name] };
}

/** A profile with its configuration, read completely before any work begins. */
export interface ReadProfile {
  readonly profile: Profile;
  readonly context: CommandContext;
  readonly config: Config;
}

/**
 * Reads several profiles.
 * @throws RaccordError CONFIG_INVALID with the mistakes of all, and what they share but must not.
 */
export function readProfiles(
  context: CommandContext,
  names: readonly string[],
  needs: RequiredSettings,
): readonly ReadProfile[] {
  const problems: (string | ConfigProblem)[] = [];
  const profiles: Profile[] = [];
  const read = names.flatMap((name): ReadProfile[] => {
    let profile: Profile | undefined;
    try {
      const own = contextIn(context, name);
      profile = own.processEnvironment.profile;
      if (profile === undefined) return [];
      profiles.push(profile);
      return [{ profile, context: own, config: configOf(own, needs) }];
    } catch (error) {
      if (!isRaccordError(error) || error.code !== 'CONFIG_INVALID') throw error;
      const { problems: own } = error.details;
      problems.push(...own.map((one) => (profile === undefined ? one : inProfile(profile, one))));
      return [];
    }
  });
  problems.unshift(...notForSeveralProfiles(context.processEnvironment.environment, profiles));
  const places = read.map(({ profile: { name }, config }) => ({ ...config, name }));
  // Places set in the environment are the same in all profiles, and are reported above.
  if (problems.length === 0) problems.push(...sharedPlaces(places));
  if (problems.length > 0) throw new RaccordError('CONFIG_INVALID', { problems });
  return read;
}

/**
 * Runs a command in the requested profiles: in none, in one as if its file were `.env`, or in one
 * after the other, with one summary and one exit code at the end.
 * @param name the command's name; undefined if it never runs in several profiles.
 * @throws RaccordError CONFIG_INVALID before any work if a profile cannot be read.
 */
export async function inProfiles<Flags>(
  context: CommandContext,
  { name, flags, report }: { name: string | undefined; flags: Flags; report: ReportError },
  work: Command<Flags>,
): Promise<ExitCode> {
  const { profiles: names } = context;
  const [only, ...others] = names;
  if (only === undefined) return work(context, flags);
  if (others.length === 0) {
    // `init` creates the file of a new profile.
    const find = name === 'init' ? newProfile : profileNamed;
    const own = contextIn(context, only, find);
    return ended(work(own, withProfileInPaths(flags, only)), (error) =>
      report(error, own, verbosityOf(flags)),
    );
  }
  // These pass the profiles on to child processes, or serve them all.
  if (name !== undefined && SERVES_ALL.has(name)) return work(context, flags);
  const needs = name === undefined ? undefined : IN_TURN[name];
  const given = flags as TurnFlags;
  const problems: ConfigProblem[] = [
    ...(needs === undefined
      ? [{ place: '--profile', reason: { key: 'one-profile-alone' } } as const]
      : []),
    ...(['watch', 'csv'] as const).flatMap((flag): ConfigProblem[] =>
      given[flag] === true ? [{ place: `--${flag}`, reason: { key: 'not-with-profiles' } }] : [],
    ),
    ...(given.metrics?.includes(PLACEHOLDER) === false
      ? [{ place: '--metrics', reason: { key: 'profile-in-name' } } as const]
      : []),
  ];
  if (needs === undefined || problems.length > 0) {
    throw new RaccordError('CONFIG_INVALID', { problems });
  }
  return inTurn(context, readProfiles(context, names, needs(given)), flags, report, work);
}

const PLACEHOLDER = '{profile}';

/** Replaces `{profile}` in the file names of flags with the profile's name. */
export function withProfileInPaths<Flags>(flags: Flags, name: string): Flags {
  const { input, metrics } = flags as TurnFlags;
  return {
    ...flags,
    input: input === undefined ? undefined : fileIn(input, name),
    metrics: metrics === undefined ? undefined : fileIn(metrics, name),
  };
}

/** Returns a file's name in a profile. */
function fileIn(file: string, name: string): string {
  return file.replaceAll(PLACEHOLDER, () => name);
}

/** Result of a command in one profile; without an exit code if it was not started. */
interface Turn {
  readonly profile: Profile;
  readonly exitCode?: ExitCode;
  /** The document that the command printed with `--json`. */
  readonly document?: JsonValue;
  /** Absent if the ledger does not answer, which the command has reported. */
  readonly standing?: ProfileStatus;
}

async function inTurn<Flags>(
  context: CommandContext,
  profiles: readonly ReadProfile[],
  flags: Flags,
  report: ReportError,
  work: Command<Flags>,
): Promise<ExitCode> {
  const { terminal, texts, signal } = context;
  const json = (flags as TurnFlags).json === true;
  const turns: Turn[] = [];
  for (const { profile, context: own, config } of profiles) {
    const { name } = profile;
    if (signal.aborted) {
      turns.push({ profile, standing: await knownStatus(own, config) });
      continue;
    }
    if (json) terminal.err(texts.profiles.heading(name));
    else terminal.out(texts.profiles.heading(name));
    const gathering = gatheringTerminal(terminal);
    const inOwn = { ...own, terminal: gathering.terminal };
    const exitCode = await ended(work(inOwn, withProfileInPaths(flags, name)), (error) =>
      report(error, inOwn, verbosityOf(flags)),
    );
    const document = gathering.document();
    const standing = await knownStatus(own, config);
    turns.push({ profile, exitCode, document, standing });
  }
  const codes = turns.flatMap(({ exitCode }) => (exitCode === undefined ? [] : [exitCode]));
  const exitCode = codes.length < turns.length ? EXIT.interrupted : worstExit(codes);
  if (json) terminal.json({ profiles: turns.map(turnDocument), exitCode });
  else terminal.out(`${texts.profiles.heading()}\n${profileTable(turns, context)}`);
  return exitCode;
}

async function ended(
  work: Promise<ExitCode>,
  report: (error: unknown) => ExitCode,
): Promise<ExitCode> {
  try {
    return await work;
  } catch (error) {
    return report(error);
  }
}

/** Returns the status, or `undefined` if the ledger cannot be read; each profile has its own. */
async function knownStatus(
  context: CommandContext,
  config: Config,
): Promise<ProfileStatus | undefined> {
  try {
    return await statusOf(context, config);
  } catch {
    // Whatever it is, what the profiles' commands have done is still reported.
    return undefined;
  }
}

/** Returns the result of one profile: the command's document, or the error that ended it. */
function turnDocument({ profile, exitCode, document, standing }: Turn): JsonObject {
  const isError = typeof document === 'object' && document !== null && 'error' in document;
  return {
    profile: profile.name,
    exitCode,
    notBegun: exitCode === undefined ? true : undefined,
    ...(isError ? document : { result: document }),
    standing: standing && profileDocument(standing),
  };
}

/** Returns the flags that {@link ReportError} needs, as typed. */
function verbosityOf(flags: unknown): string[] {
  const { json, verbose } = flags as { json?: true; verbose?: true };
  return [...(json === true ? ['--json'] : []), ...(verbose === true ? ['--verbose'] : [])];
}

/** Creates a terminal that keeps the JSON document of a command instead of printing it. */
function gatheringTerminal(terminal: Terminal): {
  readonly terminal: Terminal;
  readonly document: () => JsonValue | undefined;
} {
  let document: JsonValue | undefined;
  return {
    terminal: {
      ...terminal,
      json: (own) => {
        document = own;
      },
      get hasPrintedJson() {
        return document !== undefined;
      },
      // Getters, not copies: both values change meanwhile.
      get live() {
        return terminal.live;
      },
      get columns() {
        return terminal.columns;
      },
    },
    document: () => document,
  };
}

/**
 * Removes `--profile` from a line: no command has it among its own flags. If the line names no
 * profile, those of `schedule` itself apply.
 */
export function withoutProfiles(
  words: readonly string[],
  own: readonly string[],
): { readonly line: readonly string[]; readonly profiles: readonly string[] } {
  const { line, named } = words.reduce<{ line: string[]; named: string[]; isName: boolean }>(
    ({ line, named, isName }, word) => {
      if (isName) return { line, named: [...named, word], isName: false };
      if (word === '--profile') return { line, named, isName: true };
      const [, name] = /^--profile=(.*)$/su.exec(word) ?? [];
      return name === undefined
        ? { line: [...line, word], named, isName }
        : { line, named: [...named, name], isName };
    },
    { line: [], named: [], isName: false },
  );
  return { line, profiles: [...new Set(named.length === 0 ? own : named)] };
}
