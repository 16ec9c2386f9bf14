import { confirm, isCancel } from '@clack/prompts';
import { join } from 'node:path';
import type { Config } from '../config/config.ts';
import { EXIT, RaccordError, type ExitCode } from '../domain/errors.ts';
import { systemClock } from '../domain/clock.ts';
import type { EnrolmentRequest, EnrolmentResult, Outcome } from '../domain/outcome.ts';
import { hasWork, type PlannedEnrolment, type PlannedHalf } from '../domain/plan.ts';
import { renderError, summariseError } from '../messages/render.ts';
import { notifyEnd } from '../notify/notify-end.ts';
import type { RunSummary } from '../notify/run-summary.ts';
import { runBatch, type BatchOutcome, type StopReason, type Work } from '../run/batch.ts';
import type { Robot } from '../run/robot.ts';
import { millisecondsUntilOpen, parseWindow, type DailyWindow } from '../schedule/window.ts';
import { appOf, loggerOf, type Command, type CommandContext } from './context.ts';
import { debugOptionsOf, type DebugFlags } from './debug-options.ts';
import { personAt } from './person.ts';
import { printPlan } from './plan.ts';
import { progressFor, type ShownProgress } from './progress.ts';
import { readRequests } from './roster-options.ts';
import { exitCodeOf } from './run.ts';
import { resultTable } from './tables.ts';

export type BatchFlags = DebugFlags & {
  readonly input: string;
  readonly json?: true;
  readonly yes?: true;
  readonly dryRun?: true;
  readonly concurrency?: number;
  readonly maxFailures?: number;
  readonly minInterval?: number;
  readonly retryPause?: number;
  /** Hours in which writes are allowed, such as `20:00-06:00`. */
  readonly window?: string;
};

const DEFAULTS = { concurrency: 2, minIntervalMs: 2_000, retryPauseMs: 5_000 } as const;

/** `raccord batch`: every row of a roster that lacks something; started again it goes on. */
export const batch: Command<BatchFlags> = async (context, flags) => {
  const { terminal, texts, signal } = context;
  const startedAt = systemClock.now();
  expectConsent(context, flags);
  const window = flags.window === undefined ? undefined : parseWindow(flags.window);
  const { config, requests } = await readRequests(context, flags, { notifications: true });
  const logger = loggerOf(context, flags.verbose === true);
  const debug = debugOptionsOf(flags);
  const progress = progressFor(terminal, logger, texts, 0, flags.verbose === true);
  const person = personAt(terminal, texts, debug.headed, progress);
  const options = {
    command: 'batch',
    progress,
    person,
    debug,
    signal,
    readOnly: flags.dryRun === true,
    minIntervalMs: flags.minInterval ?? DEFAULTS.minIntervalMs,
  };
  try {
    return await appOf(context, config, logger).withRobot(options, async (robot) => {
      await robot.signIn();
      const plan = await robot.plan(requests, (siret) => {
        logger.debug({ siret }, 'planned');
      });
      progress.pause();
      const dry = flags.dryRun === true;
      if (dry || flags.json !== true) {
        printPlan(context, dry ? flags : {}, plan, robot.stoppedRequests.length);
      }
      if (dry || !(await mayGoOn(context, flags, plan))) return EXIT.done;
      const hold = holdOutside(window, config, context);
      const done = await work(context, flags, robot, requests, plan, progress, hold);
      progress.end();
      const exitCode = finish(context, flags, config, done, plan);
      await notifyEnd(summaryOf(context, config, done, { startedAt, exitCode }), config, {
        logger,
        redactor: context.redactor,
        texts,
      });
      return exitCode;
    });
  } finally {
    progress.end();
  }
};

/**
 * Nothing is asked without a terminal, so there the consent comes with the command.
 * @throws RaccordError CONFIG_INVALID.
 */
function expectConsent({ terminal }: CommandContext, { yes, dryRun }: BatchFlags): void {
  if (terminal.isInteractive || yes === true || dryRun === true) return;
  throw new RaccordError('CONFIG_INVALID', { problems: ['--yes: needed without a terminal'] });
}

async function mayGoOn(
  { terminal, texts }: CommandContext,
  { yes }: BatchFlags,
  plan: readonly PlannedEnrolment[],
): Promise<boolean> {
  const count = plan.filter(hasWork).length;
  if (count === 0 || yes === true) return true;
  const answer = await confirm({ message: texts.batch.confirm(count), output: process.stderr });
  if (answer === true && !isCancel(answer)) return true;
  terminal.err(texts.batch.declined);
  return false;
}

/** Enrols what the plan says lacks something, the first alone, then several side by side. */
async function work(
  { signal }: CommandContext,
  flags: BatchFlags,
  robot: Robot,
  requests: readonly EnrolmentRequest[],
  plan: readonly PlannedEnrolment[],
  progress: ShownProgress,
  hold: () => Promise<void>,
): Promise<BatchOutcome> {
  const lacking = new Set(plan.filter(hasWork).map(({ siret }) => siret));
  const left = requests.filter(({ siret }) => lacking.has(siret));
  progress.expect(left.length);
  const concurrency = Math.min(flags.concurrency ?? DEFAULTS.concurrency, left.length);
  const first: Work = async (request) => {
    await hold();
    return robot.enrol(request);
  };
  const others = await Promise.all(
    Array.from({ length: Math.max(concurrency - 1, 0) }, async (): Promise<Work> => {
      const lane = await robot.openLane();
      return async (request) => {
        await hold();
        return robot.enrol(request, lane);
      };
    }),
  );
  return runBatch(left, [first, ...others], {
    concurrency,
    ...(flags.maxFailures !== undefined && { maxFailures: flags.maxFailures }),
    retryPauseMs: flags.retryPause ?? DEFAULTS.retryPauseMs,
    signal,
    clock: systemClock,
    random: Math.random,
  });
}

/** Waits, before each SIRET, until the hours in which writes are allowed. */
function holdOutside(
  window: DailyWindow | undefined,
  { timezone }: Config,
  { terminal, texts, signal }: CommandContext,
): () => Promise<void> {
  return async () => {
    if (window === undefined) return;
    const now = systemClock.now();
    const wait = millisecondsUntilOpen(window, now, timezone);
    if (wait === 0) return;
    const until = new Date(now.getTime() + wait);
    terminal.err(texts.batch.outsideWindow(until.toLocaleString('fr-FR', { timeZone: timezone })));
    await systemClock.sleep(wait, signal);
  };
}

function summaryOf(
  context: CommandContext,
  { portalUrl, environment }: Config,
  { results, causes, stopped }: BatchOutcome,
  { startedAt, exitCode }: { readonly startedAt: Date; readonly exitCode: ExitCode },
): RunSummary {
  const { enrolments, failedEnrolments, ...counts } = summarise(results);
  return {
    command: 'batch',
    portal: portalUrl.hostname,
    environment,
    startedAt: startedAt.toISOString(),
    endedAt: systemClock.now().toISOString(),
    exitCode,
    sirets: { all: enrolments, failed: failedEnrolments },
    counts,
    failures: causes.flatMap((cause) =>
      cause.siret === undefined
        ? []
        : [{ siret: cause.siret, code: cause.code, what: summariseError(cause, context.texts) }],
    ),
    ...(stopped !== undefined && { stoppedBecause: describeStop(stopped, context) }),
  };
}

function finish(
  context: CommandContext,
  flags: BatchFlags,
  config: Config,
  { results, causes, stopped }: BatchOutcome,
  plan: readonly PlannedEnrolment[],
): ExitCode {
  const { terminal, texts } = context;
  for (const cause of causes) terminal.err(renderError(cause, texts));
  if (stopped !== undefined) terminal.err(describeStop(stopped, context));
  const untouched = plan.filter((planned) => !hasWork(planned)).map((one) => asResult(one, config));
  const all = [...results, ...untouched];
  if (flags.json === true) terminal.json({ enrolments: all, summary: summarise(all) });
  else terminal.out(resultTable(all, texts));
  if (stopped?.kind === 'interrupted') return EXIT.interrupted;
  // One SIRET's drift or refusal is its own; only what stopped the run speaks for the run.
  if (stopped !== undefined) return exitCodeOf(causes.slice(-1));
  return causes.length === 0 ? EXIT.done : EXIT.someFailed;
}

function describeStop(stopped: StopReason, { texts }: CommandContext): string {
  const words = texts.batch.stopped;
  switch (stopped.kind) {
    case 'interrupted':
      return words.interrupted;
    case 'max-failures':
      return words.maxFailures(stopped.failures);
    case 'same-reason':
      return words.sameReason(stopped.code);
    case 'ends-all':
      return words.endsAll(stopped.code);
  }
}

/** What the plan found done already, as a result like the others. */
function asResult(
  { siret, structureName, connection, account }: PlannedEnrolment,
  { home }: Config,
) {
  const outcome = ({ found }: PlannedHalf): Outcome =>
    found === undefined ? 'skipped' : 'existing';
  const result: EnrolmentResult = {
    siret,
    ...(structureName !== undefined && { structureName }),
    connection: {
      outcome: outcome(connection),
      ...(connection.found !== undefined && { applicationName: connection.found }),
    },
    account: {
      outcome: outcome(account),
      ...(account.found !== undefined && { login: account.found }),
    },
    evidence: join(home, 'evidence'),
    durationMs: 0,
  };
  return result;
}

/** How many halves came to each outcome, and how many SIRETs failed. */
function summarise(results: readonly EnrolmentResult[]) {
  const halves = results.flatMap(({ connection, account }) => [connection, account]);
  const count = (outcome: Outcome): number =>
    halves.filter((half) => half.outcome === outcome).length;
  const failed = results.filter(({ connection, account }) =>
    [connection, account].some(({ outcome }) => outcome === 'failed'),
  );
  return {
    enrolments: results.length,
    failedEnrolments: failed.length,
    created: count('created'),
    existing: count('existing'),
    recovered: count('recovered'),
    skipped: count('skipped'),
    failed: count('failed'),
  };
}
