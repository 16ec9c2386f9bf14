import type { Command as Subcommand } from 'commander';
import { existsSync, realpathSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import type { Config, Needs } from '../config/config.ts';
import { timezone as timezoneName } from '../config/schema.ts';
import { givenStateHome } from '../config/state-folder.ts';
import { sinkNames } from '../delivery/sink-names.ts';
import { systemClock } from '../domain/clock.ts';
import { EXIT, RaccordError, type ExitCode } from '../domain/errors.ts';
import { startChild } from '../schedule/child.ts';
import { crontab } from '../schedule/crontab.ts';
import { ScheduleMemory } from '../schedule/memory.ts';
import { Scheduler } from '../schedule/scheduler.ts';
import { systemdUnits } from '../schedule/systemd-units.ts';
import { taskXml } from '../schedule/task-xml.ts';
import { Timetable } from '../schedule/timetable.ts';
import type { Target, UnitFacts } from '../schedule/units.ts';
import { parseWindow } from '../schedule/window.ts';
import { profilesFolderOf } from '../config/profiles.ts';
import { configOf, loggerOf, type Command, type CommandContext } from './context.ts';
import { contextIn, readProfiles } from './in-profiles.ts';
import { Mistakes } from './mistakes.ts';
import { readScheduledLine, signsIn, withoutProfiles } from './scheduled-line.ts';

export interface ScheduleFlags {
  readonly cron: readonly string[];
  readonly timezone?: string;
  readonly window?: string;
  readonly once?: true;
  readonly print?: Target;
  readonly verbose?: true;
  /** The command to run, with its flags. */
  readonly line: readonly string[];
  /** All commands there are. */
  readonly commands: readonly Subcommand[];
}

/** What the flags and the configuration come to. */
interface Plan {
  readonly config: Config;
  /** Those of the other profiles, where there are several. */
  readonly others: readonly Config[];
  readonly timetable: Timetable;
  readonly line: readonly string[];
}

/** Milliseconds that a step in hand may take besides waiting for what became of a click. */
const STEP = 180_000;

const PRINTERS: Readonly<Record<Target, (facts: UnitFacts) => string>> = {
  systemd: systemdUnits,
  cron: crontab,
  'task-scheduler': taskXml,
};

/** `raccord schedule`: runs a command whenever it is due, or prints what makes another do so. */
export const schedule: Command<ScheduleFlags> = async (context, flags) => {
  const plan = read(context, flags);
  if (flags.print === undefined) return keep(context, flags, plan);
  context.terminal.out(PRINTERS[flags.print](factsOf(context, plan, flags.print)));
  return EXIT.done;
};

/** @throws SeveralErrors with all that is wrong, so that nothing is found out only at night. */
function read(context: CommandContext, flags: ScheduleFlags): Plan {
  const mistakes = new Mistakes();
  const { line, profiles } = withoutProfiles(flags.line, context.profiles);
  const configs = mistakes.collect(() => {
    // What is printed holds no secret, so none is read.
    const needs = flags.print === undefined ? needsOf(line) : { secrets: false };
    const own = configsOf(context, profiles, needs);
    if (!signsIn(line)) own.forEach((config) => expectSinks(context, config));
    return own;
  });
  const [config, ...others] = configs ?? [];
  const { window } = flags;
  mistakes.collect(() => (window === undefined ? undefined : parseWindow(window)));
  const read = mistakes.collect(() => readFlags({ ...flags, line }, config?.timezone));
  mistakes.throwIfAny();
  if (config === undefined || read === undefined) throw new Error('mistakes were not told');
  const named = profiles.flatMap((name) => ['--profile', name]);
  return { config, others, timetable: read.timetable, line: [...read.line, ...named] };
}

/** What is configured: that of each profile, where there are any. */
function configsOf(
  context: CommandContext,
  profiles: readonly string[],
  needs: Needs,
): readonly Config[] {
  const [only, ...others] = profiles;
  if (only === undefined) return [configOf(context, needs)];
  if (others.length === 0) return [configOf(contextIn(context, only), needs)];
  return readProfiles(context, profiles, needs).map(({ config }) => config);
}

/** @throws RaccordError CONFIG_INVALID where there would be nothing to deliver to. */
function expectSinks({ texts }: CommandContext, { delivery }: Config): void {
  if (sinkNames(delivery).length > 0) return;
  throw new RaccordError('CONFIG_INVALID', { problems: [texts.delivery.noSinks] });
}

/** What the command will need at night. */
function needsOf(line: readonly string[]): Needs {
  return signsIn(line)
    ? { administrator: true, notifications: true, deliveries: true }
    : { deliveries: true };
}

/** @throws RaccordError SCHEDULE_INVALID with every mistake at once. */
function readFlags(
  { timezone, cron, line, commands, window, print }: ScheduleFlags,
  configured = 'UTC',
): Pick<Plan, 'timetable' | 'line'> {
  const problems: string[] = [];
  const zone = timezoneName.safeParse(timezone ?? configured);
  if (!zone.success) problems.push(`--timezone: ${zone.error.issues[0]?.message ?? ''}`);
  const name = zone.data ?? 'UTC';
  for (const expression of cron) {
    const fault = faultOf(expression, name);
    if (fault !== undefined) problems.push(`--cron "${expression}": ${fault}`);
  }
  const checked = readScheduledLine(line, commands, window, problems);
  // A line break would begin a line of its own in a unit.
  if (print !== undefined && [...checked, ...cron].some((word) => /\p{Cc}/u.test(word))) {
    problems.push('--print: a line break or another control character');
  }
  if (problems.length > 0) throw new RaccordError('SCHEDULE_INVALID', { problems });
  return { timetable: new Timetable(cron, name), line: checked };
}

function faultOf(expression: string, timezone: string): string | undefined {
  try {
    const next = new Timetable([expression], timezone).next(systemClock.now());
    return next === undefined ? 'a time that never comes' : undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function keep(
  context: CommandContext,
  flags: ScheduleFlags,
  { config, timetable, line }: Plan,
): Promise<ExitCode> {
  const { surroundings, terminal, texts, signal } = context;
  const memory = await ScheduleMemory.open(config.home, line, timetable, systemClock.now());
  return new Scheduler({
    timetable,
    memory,
    start: () =>
      startChild({
        file: process.execPath,
        args: [entry(), ...line],
        // The one child that is raccord itself, and needs all of its configuration.
        environment: { ...surroundings.environment, RACCORD_TIMEZONE: timetable.timezone },
        folder: surroundings.folder,
        out: (text) => terminal.out(text),
        err: (text) => terminal.err(text),
      }),
    clock: systemClock,
    // Nothing else is shown meanwhile, on a terminal either.
    logger: loggerOf(context, flags.verbose === true || terminal.isInteractive),
    texts: texts.schedule,
    signal,
    once: flags.once === true,
  }).run();
}

function factsOf(context: CommandContext, plan: Plan, target: Target): UnitFacts {
  const { surroundings, texts } = context;
  const { config, others, timetable, line } = plan;
  const { home, browser, landsWithinMs, identityFile, delivery } = config;
  const isFound = (path: string | undefined): path is string =>
    path !== undefined && existsSync(path);
  const { username } = userInfo();
  const { expressions, timezone } = timetable;
  const isRoot = username === 'root';
  const browsers = join(homedir(), '.cache', 'ms-playwright');
  const stateHome = givenStateHome(surroundings.environment);
  const profiles = line.includes('--profile')
    ? profilesFolderOf(surroundings.environment, surroundings.folder)
    : undefined;
  return {
    ...{ expressions, timezone, line, home },
    node: process.execPath,
    entry: entry(),
    folder: surroundings.folder,
    // As root the browser has no sandbox.
    user: isRoot ? 'raccord' : username,
    readable: [
      dirname(dirname(entry())),
      ...[isRoot ? undefined : browsers, identityFile, profiles].filter(isFound),
    ],
    writable: [
      ...others.map((other) => other.home),
      ...[delivery, ...others.map((other) => other.delivery)].flatMap(({ folder }) =>
        folder === undefined ? [] : [folder.path],
      ),
    ],
    // Of the user raccord it is not known where it has its own.
    ...((!isRoot || stateHome !== undefined) && { stateFolder: config.stateFolder }),
    signsIn: signsIn(line),
    environment: {
      // Of several each has its own.
      ...(others.length === 0 && { RACCORD_HOME: home }),
      ...(profiles !== undefined && { RACCORD_PROFILES: profiles }),
      RACCORD_TIMEZONE: timezone,
      ...(browser !== undefined && { RACCORD_BROWSER: browser }),
      // A service has no locale. Windows has one without variables.
      ...(target !== 'task-scheduler' && {
        LANG: surroundings.language === 'fr' ? 'fr_FR.UTF-8' : 'C.UTF-8',
        ...(stateHome !== undefined && signsIn(line) && { XDG_STATE_HOME: stateHome }),
      }),
    },
    drainMs: landsWithinMs + STEP,
    now: systemClock.now(),
    texts: texts.schedule.units,
  };
}

/** `bin/raccord.js` itself: how it was called may be a link that a service does not see. */
function entry(): string {
  return realpathSync(process.argv[1] ?? '');
}
