import { RESOURCES, type Resource } from '../../domain/ledger-event.ts';
import type { StoppedBefore } from '../../../flows/steps.ts';
import { systemClock } from '../../domain/clock.ts';
import { EXIT, type ExitCode } from '../../errors/exit-code.ts';
import { exitCodeOfError } from '../../errors/to-raccord-error.ts';
import { hasError } from '../../domain/outcome.ts';
import type { Siret } from '../../domain/siret.ts';
import { writesBefore, type StoppableStep } from '../../domain/step-names.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { countSirets } from '../../ledger/journals/run-rows.ts';
import { countBatch } from '../../robot/batch-totals.ts';
import { enrolWithFreeName } from '../../robot/enrol-with-free-name.ts';
import type { EnrolmentReport } from '../../robot/enrolment-report.ts';
import type { LaterTrouble } from '../../reporting/notify/run-summary.ts';
import type { Robot } from '../../robot/robot.ts';
import {
  exitCodeOf,
  printFailures,
  notifyRunEnded,
  printInterruption,
} from '../results/batch-end.ts';
import type { Command, CommandContext } from '../context.ts';
import { deliverAfter } from '../deliveries/deliver-after.ts';
import type { DebugFlags } from '../options/debug-options.ts';
import { readEnrolment, type EnrolmentFlags } from '../options/enrolment-options.ts';
import { prepareRobot } from '../options/robot-options.ts';
import { verifyingIdentity } from '../verification/verifying-identity.ts';
import type { TeachFlags } from '../terminal/teacher.ts';
import { resultTable } from '../terminal/text-tables.ts';
import { warnOfUnlisted } from '../results/warn-of-unlisted.ts';
import { requireKeyForVerification, verifyAfter } from '../verification/verify-after.ts';
import type { Texts } from '../../messages/texts.ts';

export type RunFlags = EnrolmentFlags &
  DebugFlags &
  TeachFlags & {
    readonly json?: true;
    readonly until?: StoppableStep;
  };

/** `raccord run`: performs one enrolment, doing only what is missing. */
export const run: Command<RunFlags> = async (context, flags) => {
  const { terminal } = context;
  const { until } = flags;
  const startedAt = systemClock.now();
  const { config, request } = readEnrolment(context, flags);
  // A run that stops before sending anything has nothing to verify.
  const proves = flags.verify === true && until === undefined;
  const setup = prepareRobot(context, config, flags, { all: 1 });
  const { app, logger, progress } = setup;
  const options = {
    ...setup.robotOptions,
    command: 'run',
    ...(await verifyingIdentity(config)),
    // A run that stops before sending anything must not be able to send.
    until,
    readOnly: until !== undefined && !writesBefore(until, request.only),
  };
  if (proves) await requireKeyForVerification(config, app);
  let enrolled: EnrolmentReport | undefined;
  const afterwards: LaterTrouble[] = [];
  const failed = (trouble: LaterTrouble): void => void afterwards.push(trouble);
  let runId = '';
  const work = async (robot: Robot, ledger: Ledger): Promise<ExitCode> => {
    if (flags.notOnPortal === true) await confirmAbsence(ledger, request.siret);
    await robot.signIn();
    enrolled = await enrolWithFreeName(robot, request);
    runId = robot.runId;
    progress.enrolled(enrolled.result);
    progress.end();
    if (!(proves && flags.json === true)) print(context, flags, enrolled);
    printInterruption(context, [enrolled]);
    printFailures(context, [enrolled], [request], config);
    await warnOfUnlisted(context, config, ledger);
    await countSirets(ledger, countBatch([enrolled], 0).sirets);
    const exitCode = exitCodeOf(enrolled.causes, robot.hasWritten);
    // A run that stops before sending anything delivers nothing either.
    if (until !== undefined) return exitCode;
    return deliverAfter(context, { app, config, ledger, logger, failed }, exitCode);
  };
  const notify = async (exitCode: ExitCode, error?: unknown): Promise<void> => {
    // Notifies only if a person is needed: the user of a single run sees any other end.
    if (terminal.isInteractive || exitCode !== EXIT.personNeeded) return;
    const end = enrolled && { enrolled: [enrolled], left: 0, untouched: [] };
    const telling = { command: 'run', config, logger, startedAt, exitCode, end, error };
    await notifyRunEnded(context, { ...telling, requests: [request], afterwards });
  };
  try {
    let exitCode = await app.withRobot(options, work);
    if (proves && enrolled !== undefined) {
      const { siret } = request;
      const json = flags.json === true;
      const proving = { config, app, runId, sirets: [siret], again: true, json, failed };
      const proven = await verifyAfter(context, proving, exitCode);
      if (flags.json === true) terminal.json({ ...enrolled.result, ...proven.document });
      exitCode = proven.exitCode;
    }
    await notify(exitCode);
    return exitCode;
  } catch (error) {
    await notify(exitCodeOfError(error), error);
    throw error;
  } finally {
    progress.end();
  }
};

/** Records that a person found nothing on the portal, so that a doubtful write may be repeated. */
async function confirmAbsence(ledger: Ledger, siret: Siret): Promise<void> {
  const enrolment = await ledger.enrolment(siret);
  for (const resource of RESOURCES satisfies readonly Resource[]) {
    if (enrolment[resource].state === 'doubtful') {
      await ledger.record(siret, resource, { kind: 'refuted', by: 'person' });
    }
  }
}

function print(
  { terminal, texts }: CommandContext,
  flags: RunFlags,
  { result, causes, stopped }: EnrolmentReport,
): void {
  if (flags.until !== undefined && causes.length === 0) {
    terminal.err(stopTold(flags.until, stopped, texts));
  }
  if (flags.json === true) {
    terminal.json(result);
    return;
  }
  terminal.out(resultTable([result], texts, terminal));
  const { connection, account } = result;
  if (connection.outcome === 'created' && connection.applicationName !== undefined) {
    terminal.out(texts.run.pisteReminder(connection.applicationName));
  }
  if (account.outcome === 'created') terminal.out(texts.run.activeSoon);
  if (account.credentialId !== undefined && !hasError(account)) {
    terminal.out(texts.run.showCommand(result.siret));
  }
  terminal.out(texts.run.evidence(result.evidence));
}

/** Describes where the run stopped and what comes next, or that there was nothing to do. */
function stopTold(
  until: StoppableStep,
  stopped: StoppedBefore | undefined,
  { steps, debug }: Texts,
): string {
  if (stopped === undefined) return debug.notReached(until);
  const { step, meant = '' } = stopped;
  const lines = [debug.stoppedBefore(step, steps[step]), debug.next(debug.would[step](meant))];
  if (step === 'submit-account') lines.push(debug.notValid);
  return lines.join('\n');
}
