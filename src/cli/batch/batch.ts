import { join } from 'node:path';
import type { Config } from '../../config/config.ts';
import { EXIT, type ExitCode } from '../../errors/exit-code.ts';
import { RaccordError } from '../../errors/raccord-error.ts';
import { exitCodeOfError } from '../../errors/to-raccord-error.ts';
import { systemClock } from '../../domain/clock.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { EnrolmentRequest } from '../../domain/outcome.ts';
import { feasibleIn, hasWork, type PlannedEnrolment } from '../../domain/planned-enrolment.ts';
import type { EnrolmentReport } from '../../robot/enrolment-report.ts';
import { resultOfPlanned, countBatch } from '../../robot/batch-totals.ts';
import { recordFoundResources } from '../../robot/record-end.ts';
import { recordMissingPasswords } from '../../robot/record-missing-passwords.ts';
import type { LaterTrouble } from '../../reporting/notify/run-summary.ts';
import {
  describeStop,
  exitCodeOfBatch,
  printEnd,
  printFailures,
  notifyRunEnded,
  type BatchEnd,
} from '../results/batch-end.ts';
import { batchOptions, windowWait, type PaceFlags } from '../options/pace-options.ts';
import type { Command, CommandContext } from '../context.ts';
import { deliverAfter } from '../deliveries/deliver-after.ts';
import type { DebugFlags } from '../options/debug-options.ts';
import { prepareRobot } from '../options/robot-options.ts';
import { verifyingIdentity } from '../verification/verifying-identity.ts';
import { askYesOrNo } from '../terminal/person.ts';
import { printPlan } from '../results/plan-text.ts';
import type { WrittenReport } from '../../reporting/report/write-report.ts';
import { queueRoster } from '../queued/queue-roster.ts';
import { reportRun } from '../results/write-run-report.ts';
import { readRequests } from '../options/roster-flags.ts';
import { warnOfUnlisted } from '../results/warn-of-unlisted.ts';
import { requireKeyForVerification, verifyAfter } from '../verification/verify-after.ts';
import { parseWindow } from '../../schedule/window.ts';
import { OptionProblems } from '../options/option-problems.ts';
import { lackingIn, enrolAll } from '../../robot/enrol-planned.ts';
import { enrolWithFreeName } from '../../robot/enrol-with-free-name.ts';
import type { BrowserWorker } from '../../robot/browser-worker.ts';
import { countOrLog, runningCount } from './running-count.ts';
import { NO_SIRETS } from '../../ledger/journals/run-rows.ts';

export type BatchFlags = DebugFlags &
  PaceFlags & {
    readonly input: string;
    readonly sheet?: string;
    readonly json?: true;
    readonly yes?: true;
    readonly dryRun?: true;
    readonly verify?: true;
    /** Queues the rows for workers. */
    readonly queue?: true;
  };

/** `raccord batch`: enrols every incomplete row of a roster; a restart resumes the work. */
export const batch: Command<BatchFlags> = async (context, flags) => {
  const { terminal } = context;
  const startedAt = systemClock.now();
  if (flags.queue === true) {
    const roster = await readRequests(context, flags, { administrator: false, secrets: false });
    return queueRoster(context, flags, roster.config, roster.requests);
  }
  expectFlags(context, flags);
  const dry = flags.dryRun === true;
  const proves = flags.verify === true && !dry;
  const options = batchOptions(context, flags);
  const { config, requests } = await readRequests(context, flags, {
    ...{ notifications: true, deliveries: !dry, piste: proves },
  });
  const waitForWindow = windowWait(context, flags, config);
  const { app, logger, progress, robotOptions } = prepareRobot(context, config, flags);
  const how = {
    ...robotOptions,
    // A dry run does not count as the last time that the work was done.
    command: dry ? 'batch --dry-run' : 'batch',
    readOnly: dry,
    minIntervalMs: options.minIntervalMs,
    ...(!dry && (await verifyingIdentity(config))),
  };
  // A person who answers questions at the terminal needs no message.
  const unattended = !dry && (flags.yes === true || !terminal.isInteractive);
  if (proves) await requireKeyForVerification(config, app);
  let end: BatchEnd | undefined;
  const afterwards: LaterTrouble[] = [];
  const failed = (trouble: LaterTrouble): void => void afterwards.push(trouble);
  let printAll: ((more?: JsonObject) => void) | undefined;
  let runId = '';
  let report: ((exitCode: ExitCode) => Promise<WrittenReport | undefined>) | undefined;
  const notify = async (exitCode: ExitCode, error?: unknown): Promise<void> => {
    if (!unattended) return;
    const telling = { command: 'batch', config, logger, startedAt, exitCode, end, error };
    await notifyRunEnded(context, { ...telling, requests, afterwards });
  };
  try {
    let exitCode = await app.withRobot(how, async (robot, ledger) => {
      const plan = await robot.plan(requests, options.concurrency);
      progress.pause();
      if (dry || flags.json !== true) {
        printPlan(context, dry ? flags : {}, plan, robot.stoppedRequests.length);
      }
      if (dry) return EXIT.done;
      const counting = { ledger, logger, texts: context.texts };
      // The person declined before any work began.
      if (!(await mayGoOn(context, flags, plan, config))) {
        await countOrLog(counting, NO_SIRETS);
        return EXIT.interrupted;
      }
      await recordMissingPasswords(ledger, plan);
      await recordFoundResources(ledger, plan);
      const lacking = lackingIn(plan, requests);
      progress.expect(lacking.length);
      const count = await runningCount(counting, requests.length, lacking.length);
      const originals = new Map(requests.map((request) => [request.siret, request]));
      const enrol = async (
        request: EnrolmentRequest,
        browserWorker: BrowserWorker,
      ): Promise<EnrolmentReport> => {
        // A name that a person has agreed to is not replaced.
        const asked = (flags.yes === true ? originals.get(request.siret) : undefined) ?? request;
        const { applicationName: planned } = request;
        const enrolled = await enrolWithFreeName(robot, asked, browserWorker, planned);
        await count(enrolled);
        return enrolled;
      };
      const outcome = await enrolAll(robot, lacking, enrol, {
        ...{ ...options, waitForWindow },
        ended: ({ result }) => {
          progress.enrolled(result);
        },
      });
      progress.end();
      const place = { app, config, ledger, logger, failed };
      const untouched = untouchedOf(plan, config, context);
      const all = { ...outcome, enrolled: [...untouched, ...outcome.enrolled] };
      const exitCode = await deliverAfter(context, place, exitCodeOfBatch(all, robot.hasWritten));
      runId = robot.runId;
      report = (code) =>
        reportRun(context, config, logger, {
          ...{ runId, command: 'batch', startedAt, exitCode: code },
          ...{ enrolled: outcome.enrolled, untouched, requests, notReached: outcome.left },
          afterwards,
          stoppedBecause: outcome.stopped && describeStop(outcome.stopped, 0, context),
        });
      const written = await report(exitCode);
      const ended = { ...outcome, untouched, reportFolder: written?.folder };
      end = ended;
      printAll = (more) => {
        printEnd(context, flags, ended, written, more);
      };
      // A document is printed once, with the verification results.
      if (!(proves && flags.json === true)) printAll();
      printFailures(context, all.enrolled, requests, config);
      await warnOfUnlisted(context, config, ledger);
      await countOrLog(counting, countBatch(all.enrolled, outcome.left).sirets);
      return exitCode;
    });
    if (proves && printAll !== undefined) {
      const json = flags.json === true;
      const sirets = requests.map(({ siret }) => siret);
      const proving = { config, app, runId, sirets, again: false, json, failed };
      const reported = afterwards.length;
      const proven = await verifyAfter(context, proving, exitCode);
      if (json) printAll(proven.document);
      // The report also gets the failed verifications, and the exit code after them.
      if (proven.exitCode !== exitCode || afterwards.length > reported) {
        await report?.(proven.exitCode);
      }
      exitCode = proven.exitCode;
    }
    await notify(exitCode);
    return exitCode;
  } catch (error) {
    progress.end();
    await notify(exitCodeOfError(error), error);
    throw error;
  } finally {
    progress.end();
  }
};

/** @throws MultipleErrors with every mistake in the flags, before anything is read. */
function expectFlags(context: CommandContext, flags: BatchFlags): void {
  const { window } = flags;
  const optionProblems = new OptionProblems();
  optionProblems.collect(() => {
    expectConsent(context, flags);
  });
  optionProblems.collect(() => (window === undefined ? undefined : parseWindow(window)));
  optionProblems.throwIfAny();
}

/**
 * Requires `--yes` without a terminal, where nobody can be asked for consent.
 * @throws RaccordError CONFIG_INVALID.
 */
function expectConsent({ terminal }: CommandContext, { yes, dryRun }: BatchFlags): void {
  if (terminal.isInteractive || yes === true || dryRun === true) return;
  throw new RaccordError('CONFIG_INVALID', {
    problems: [{ place: '--yes', reason: { key: 'needed-without-terminal' } }],
  });
}

async function mayGoOn(
  { terminal, texts }: CommandContext,
  { yes }: BatchFlags,
  plan: readonly PlannedEnrolment[],
  { environment }: Config,
): Promise<boolean> {
  if (!plan.some(hasWork) || yes === true) return true;
  const question = texts.batch.confirm(feasibleIn(plan), texts.environments[environment]);
  if (await askYesOrNo(question, texts, false)) return true;
  terminal.err(texts.batch.declined);
  return false;
}

function untouchedOf(
  plan: readonly PlannedEnrolment[],
  { home }: Config,
  words: CommandContext,
): EnrolmentReport[] {
  const evidence = join(home, 'evidence');
  return plan
    .filter((planned) => !hasWork(planned))
    .map((planned) => resultOfPlanned(planned, evidence, words));
}
