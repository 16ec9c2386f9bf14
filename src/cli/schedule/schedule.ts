import type { Command as Subcommand } from 'commander';
import { proxySecrets } from '../../config/network.ts';
import { timezone as timezoneName } from '../../config/variable-schema.ts';
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
import { withoutProfiles } from '../in-profiles/in-profiles.ts';
import { OptionProblems } from '../options/option-problems.ts';
import { checkInProfiles } from './scheduled-checks.ts';
import { readScheduledLine } from './scheduled-line.ts';
import { carriedBy, entry, factsOf, type Plan } from './unit-facts.ts';

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

const PRINTERS: Readonly<Record<Target, (facts: UnitFacts) => string>> = {
  systemd: systemdUnits,
  cron: crontab,
  'task-scheduler': taskXml,
};

/** `raccord schedule`: runs a command when it is due, or prints units for another scheduler. */
export const schedule: Command<ScheduleFlags> = async (context, flags) => {
  const plan = await read(context, flags);
  if (flags.print === undefined) return keep(context, flags, plan);
  const variables = carriedBy(context, plan, flags.print);
  context.terminal.out(PRINTERS[flags.print](factsOf(context, plan, flags.print, variables)));
  const { left } = variables;
  if (left.length > 0) context.terminal.warn(`! ${context.texts.schedule.left(left)}`);
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
