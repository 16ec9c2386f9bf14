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
import { EXIT, isRaccordError, RaccordError, type ExitCode } from '../../errors/errors.ts';
import type { JsonObject, JsonValue } from '../../domain/json.ts';
import { omitUndefined } from '../../domain/omit-undefined.ts';
import { worstExit } from '../../errors/worst-exit.ts';
import { configOf, type Command, type CommandContext } from '../context.ts';
import { profileDocument, profileTable, statusOf, type ProfileStatus } from './profile-status.ts';
import { withoutProfiles } from './without-profiles.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** The flags that say what a command will need, and where it reads and writes. */
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

/** Commands that are given all profiles at once. */
const SERVES_ALL: ReadonlySet<string> = new Set(['board', 'schedule', 'worker']);

/** The commands that go through several profiles, and what each needs of a configuration. */
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

/** Tells what ended a command, and returns its exit code. */
export type ReportError = (
  error: unknown,
  context: CommandContext,
  flags: readonly string[],
) => ExitCode;

/**
 * The surroundings of a command in a profile; what it starts knows which one it is in, and so does the
 * line that does it again.
 * @param find looks for the profile of that name.
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

/** Each profile with its configuration, which was read whole before any work is begun. */
export interface ReadProfile {
  readonly profile: Profile;
  readonly context: CommandContext;
  readonly config: Config;
}

/**
 * Reads several profiles.
 * @throws RaccordError CONFIG_INVALID with the mistakes of all, and what they have in common and must
 * not.
 */
export function readProfiles(
  context: CommandContext,
  names: readonly string[],
  needs: RequiredSettings,
): readonly ReadProfile[] {
  const problems: (string | ConfigProblem)[] = notForSeveralProfiles(
    context.processEnvironment.environment,
  );
  const read = names.flatMap((name): ReadProfile[] => {
    let profile: Profile | undefined;
    try {
      const own = contextIn(context, name);
      profile = own.processEnvironment.profile;
      return profile === undefined ? [] : [{ profile, context: own, config: configOf(own, needs) }];
    } catch (error) {
      if (!isRaccordError(error) || !error.is('CONFIG_INVALID')) throw error;
      const { problems: own } = error.details;
      problems.push(...own.map((one) => (profile === undefined ? one : inProfile(profile, one))));
      return [];
    }
  });
  const places = read.map(({ profile: { name }, config }) => ({ ...config, name }));
  // What comes from the environment is the same in all, and is told above.
  if (problems.length === 0) problems.push(...sharedPlaces(places));
  if (problems.length > 0) throw new RaccordError('CONFIG_INVALID', { problems });
  return read;
}

/**
 * Runs a command in the profiles that were asked for: in none, in one as if its file were `.env`, or
 * in one after the other, with one summary and one exit code at the end.
 * @param name the command's; undefined for one that is never run in several.
 * @throws RaccordError CONFIG_INVALID before any work where one cannot be read.
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
    // It makes the file of a profile that has none yet.
    const find = name === 'init' ? newProfile : profileNamed;
    const own = contextIn(context, only, find);
    return ended(work(own, withProfileInPaths(flags, only)), (error) =>
      report(error, own, verbosityOf(flags)),
    );
  }
  // These hand them on to what they start, or serve them all.
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

/** Returns the flags in a profile: `{profile}` in a file's name is the profile's. */
export function withProfileInPaths<Flags>(flags: Flags, name: string): Flags {
  const { input, metrics } = flags as TurnFlags;
  return {
    ...flags,
    ...(input !== undefined && { input: fileIn(input, name) }),
    ...(metrics !== undefined && { metrics: fileIn(metrics, name) }),
  };
}

/** A file's name in a profile. */
function fileIn(file: string, name: string): string {
  return file.replaceAll(PLACEHOLDER, () => name);
}

/** What a profile's turn came to; no exit code where it was not begun. */
interface Turn {
  readonly profile: Profile;
  readonly exitCode?: ExitCode;
  /** What the command printed with `--json`. */
  readonly document?: JsonValue;
  /** Absent where its ledger does not answer, which its work has told. */
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
      turns.push(omitUndefined<Turn>({ profile, standing: await knownStatus(own, config) }));
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
    turns.push(omitUndefined<Turn>({ profile, exitCode, document, standing }));
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

/** How a profile stands; undefined where its ledger cannot be read: the next has another one. */
async function knownStatus(
  context: CommandContext,
  config: Config,
): Promise<ProfileStatus | undefined> {
  try {
    return await statusOf(context, config);
  } catch (error) {
    if (!isRaccordError(error)) throw error;
    return undefined;
  }
}

/** A command that is run in turn gives its document, or what ended it, to be printed with the others. */
function turnDocument({ profile, exitCode, document, standing }: Turn): JsonObject {
  const isError = typeof document === 'object' && document !== null && 'error' in document;
  return omitUndefined<JsonObject>({
    profile: profile.name,
    exitCode,
    ...(exitCode === undefined && { notBegun: true }),
    ...(isError ? document : { result: document }),
    standing: standing && profileDocument(standing),
  });
}

/** What {@link ReportError} needs of the flags, as they were typed. */
function verbosityOf(flags: unknown): string[] {
  const { json, verbose } = flags as { json?: true; verbose?: true };
  return [...(json === true ? ['--json'] : []), ...(verbose === true ? ['--verbose'] : [])];
}

/** A terminal that keeps the one document of a command instead of printing it. */
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
      // Both change meanwhile, so they are asked for and not copied.
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
