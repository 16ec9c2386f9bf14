import type { Command as Subcommand } from 'commander';
import { existsSync, realpathSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { LocalConfig } from '../../config/config.ts';
import { proxySecrets } from '../../config/network.ts';
import { timezone as timezoneName } from '../../config/variable-schema.ts';
import { FOLDER_HOME } from '../../config/home.ts';
import { newProfile, profileHomeOf, profilesFolderOf } from '../../config/profile-files.ts';
import { givenUserFolder } from '../../config/user-folders.ts';
import { systemClock } from '../../domain/clock.ts';
import { reasonOfIssue, type ConfigProblem } from '../../errors/config-problem.ts';
import { EXIT, type ExitCode } from '../../errors/exit-code.ts';
import { RaccordError } from '../../errors/raccord-error.ts';
import { registerNotificationSecrets } from '../../reporting/notify/channels.ts';
import { RunPing } from '../../reporting/notify/ping.ts';
import { fetchOver } from '../../outbound/fetch-over.ts';
import { startChild } from '../../schedule/child-process.ts';
import { crontab } from '../../schedule/crontab.ts';
import { ScheduleState } from '../../schedule/schedule-state.ts';
import { Scheduler } from '../../schedule/scheduler.ts';
import { systemdUnits } from '../../schedule/systemd-units.ts';
import { taskXml } from '../../schedule/task-xml.ts';
import { cronFault, Timetable } from '../../schedule/timetable.ts';
import type { Target, UnitFacts } from '../../schedule/units.ts';
import { parseWindow } from '../../schedule/window.ts';
import { loggerOf, type Command, type CommandContext } from '../context.ts';
import { withoutProfiles, withProfileInPaths } from '../in-profiles/in-profiles.ts';
import { OptionProblems } from '../options/option-problems.ts';
import { checkInProfiles } from './scheduled-checks.ts';
import { readScheduledLine, signsIn } from './scheduled-line.ts';

export interface ScheduleFlags {
  readonly cron: readonly string[];
  readonly timezone?: string;
  readonly window?: string;
  readonly once?: true;
  /** The roster is created later: a failure to read it only causes a warning. */
  readonly rosterLater?: true;
  readonly print?: Target;
  readonly verbose?: true;
  /** The command to run, with its flags. */
  readonly line: readonly string[];
  /** All available commands. */
  readonly commands: readonly Subcommand[];
}

/** Resolved flags and configuration. */
interface Plan {
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

const PRINTERS: Readonly<Record<Target, (facts: UnitFacts) => string>> = {
  systemd: systemdUnits,
  cron: crontab,
  'task-scheduler': taskXml,
};

/** `raccord schedule`: runs a command when it is due, or prints units for another scheduler. */
export const schedule: Command<ScheduleFlags> = async (context, flags) => {
  const plan = await read(context, flags);
  if (flags.print === undefined) return keep(context, flags, plan);
  context.terminal.out(PRINTERS[flags.print](factsOf(context, plan, flags.print)));
  return EXIT.done;
};

/** @throws MultipleErrors with every mistake, so that none is found only at night. */
async function read(context: CommandContext, flags: ScheduleFlags): Promise<Plan> {
  const optionProblems = new OptionProblems();
  const { window, commands, print } = flags;
  const problems: ConfigProblem[] = [];
  const { line: words, profiles } = withoutProfiles(flags.line, context.profiles);
  const command = readScheduledLine(words, commands, window, problems);
  const checks = { secrets: print === undefined, rosterLater: flags.rosterLater === true };
  const configs = await checkInProfiles(context, profiles, command, checks, optionProblems);
  const [config, ...others] = configs;
  optionProblems.collect(() => (window === undefined ? undefined : parseWindow(window)));
  const named = profiles.flatMap((name) => ['--profile', name]);
  const line = command === undefined ? [] : [...command.line, ...named];
  const timetable = optionProblems.collect(() =>
    readFlags(flags, line, problems, config?.timezone),
  );
  optionProblems.throwIfAny();
  if (config === undefined || timetable === undefined) throw new Error('mistakes were not told');
  const { input } = command?.options ?? {};
  const roster = typeof input === 'string' ? input : undefined;
  return { config, others, line, roster, timetable };
}

/** @throws RaccordError SCHEDULE_INVALID with every mistake at once. */
function readFlags(
  { timezone, cron, print }: ScheduleFlags,
  line: readonly string[],
  problems: ConfigProblem[],
  configured = 'UTC',
): Timetable {
  const zone = timezoneName.safeParse(timezone ?? configured);
  for (const issue of zone.error?.issues ?? []) {
    problems.push({ place: '--timezone', reason: reasonOfIssue(issue) });
  }
  const name = zone.data ?? 'UTC';
  for (const expression of cron) {
    const reason = cronFault(expression, name, systemClock.now());
    if (reason !== undefined) problems.push({ place: `--cron "${expression}"`, reason });
  }
  // A line break would start a new line in a unit.
  if (print !== undefined && [...line, ...cron].some((word) => /\p{Cc}/u.test(word))) {
    problems.push({ place: '--print', reason: { key: 'line-break' } });
  }
  if (problems.length > 0) throw new RaccordError('SCHEDULE_INVALID', { problems });
  return new Timetable(cron, name);
}

async function keep(
  context: CommandContext,
  flags: ScheduleFlags,
  { config, timetable, line }: Plan,
): Promise<ExitCode> {
  const { processEnvironment, terminal, texts, signal, redactor } = context;
  const { notify, network } = config;
  registerNotificationSecrets(redactor, notify);
  for (const secret of proxySecrets(network)) redactor.add(secret, 'proxy password');
  // Nothing else is shown meanwhile, even on a terminal.
  const logger = loggerOf(context, flags.verbose === true || terminal.isInteractive);
  const memory = await ScheduleState.open(config.home, line, timetable, systemClock.now());
  return new Scheduler({
    timetable,
    memory,
    start: () =>
      startChild({
        file: process.execPath,
        args: [entry(), ...line],
        // This child is raccord itself, and needs its whole configuration.
        environment: { ...processEnvironment.environment, RACCORD_TIMEZONE: timetable.timezone },
        folder: processEnvironment.folder,
        out: (text) => terminal.out(text),
        err: (text) => terminal.err(text),
      }),
    clock: systemClock,
    logger,
    watcher:
      notify.ping &&
      new RunPing(notify.ping, line[0] ?? '', {
        ...{ clock: systemClock, logger, texts: texts.notify, fetch: fetchOver(network) },
      }),
    texts: texts.schedule,
    signal,
    once: flags.once === true,
  }).run();
}

function factsOf(context: CommandContext, plan: Plan, target: Target): UnitFacts {
  const { processEnvironment, texts } = context;
  const { config, others, timetable, line, roster } = plan;
  const { browser, landsWithinMs, delivery } = config;
  const identityFiles = [config, ...others].map((one) => one.identityFile);
  const isFound = (path: string | undefined): path is string =>
    path !== undefined && existsSync(path);
  const { username } = userInfo();
  const { expressions, timezone } = timetable;
  const isRoot = username === 'root';
  // The user `raccord` cannot enter root's own folders.
  const ownHome = isRoot ? join(processEnvironment.folder, FOLDER_HOME) : undefined;
  const dataHome = givenUserFolder('data', processEnvironment.environment) ?? ownHome;
  const homeOf = ({ home, homeFrom, profile }: LocalConfig): string => {
    if (homeFrom !== 'default') return home;
    if (profile === undefined) return ownHome ?? home;
    return dataHome === undefined ? home : profileHomeOf(profile, { XDG_DATA_HOME: dataHome });
  };
  const home = homeOf(config);
  const hasDefault = [config, ...others].some(({ homeFrom }) => homeFrom === 'default');
  const browsers = join(homedir(), '.cache', 'ms-playwright');
  const stateHome = givenUserFolder('state', processEnvironment.environment);
  const profiles = line.includes('--profile')
    ? profilesFolderOf(processEnvironment.environment, processEnvironment.folder)
    : undefined;
  const writable = [
    ...others.map(homeOf),
    ...[delivery, ...others.map((other) => other.delivery)].flatMap(({ folder }) =>
      folder === undefined ? [] : [folder.path],
    ),
  ];
  const { environment: variables, folder } = processEnvironment;
  const ownFiles = [config, ...others].flatMap(({ profile, identityFile }) => {
    const settings =
      profile === undefined ? join(folder, '.env') : newProfile(profile, variables, folder).file;
    const list = roster === undefined ? undefined : rosterIn(roster, profile);
    return [settings, list === undefined ? undefined : resolve(folder, list), identityFile];
  });
  return {
    ...{ expressions, timezone, line, home },
    node: process.execPath,
    entry: entry(),
    folder: processEnvironment.folder,
    // As root, the browser has no sandbox.
    user: isRoot ? 'raccord' : username,
    readable: [
      dirname(dirname(entry())),
      ...[isRoot ? undefined : browsers, ...identityFiles, profiles].filter(isFound),
    ],
    writable,
    handedOver: isRoot ? [...new Set([...ownFiles.filter(isFound), ...writable])] : [],
    // The state folder of the user `raccord` is not known.
    stateFolder: !isRoot || stateHome !== undefined ? config.stateFolder : undefined,
    signsIn: signsIn(line),
    environment: {
      // Each of several profiles has its own home.
      ...(others.length === 0
        ? { RACCORD_HOME: home }
        : hasDefault && dataHome !== undefined && { XDG_DATA_HOME: dataHome }),
      ...(profiles !== undefined && { RACCORD_PROFILES: profiles }),
      RACCORD_TIMEZONE: timezone,
      ...(browser !== undefined && { RACCORD_BROWSER: browser }),
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

/** Returns a roster's path in a profile. */
function rosterIn(input: string, profile: string | undefined): string {
  return profile === undefined ? input : withProfileInPaths({ input }, profile).input;
}

/** Returns the path of `bin/raccord.js` itself: a service may not see the link that was called. */
function entry(): string {
  return realpathSync(process.argv[1] ?? '');
}
