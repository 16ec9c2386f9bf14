import { hostname } from 'node:os';
import type { Config } from '../../config/config.ts';
import { systemClock } from '../../domain/clock.ts';
import { EXIT, type ExitCode } from '../../errors/exit-code.ts';
import { shellWord } from '../../domain/raccord-command.ts';
import { toRaccordErrors } from '../../errors/to-raccord-error.ts';
import type { Logger } from '../../log/logger.ts';
import { nextSteps } from '../../reporting/notify/next-steps.ts';
import { sendNotifications } from '../../reporting/notify/send-notifications.ts';
import {
  inOrder,
  onePerSiret,
  problemIn,
  type Failure,
  type LaterTrouble,
  type NextStep,
  type RunSummary,
} from '../../reporting/notify/run-summary.ts';
import type { CommandContext } from '../context.ts';
import { troubleOf } from './trouble.ts';

/** Outcome of an unattended command. */
export interface EndedCommand extends Pick<RunSummary, 'sirets' | 'counts'> {
  readonly command: string;
  readonly config: Config;
  readonly logger: Logger;
  readonly startedAt: Date;
  readonly exitCode: ExitCode;
  readonly failures: readonly Failure[];
  /** Problems after the work: of deliveries or of verifications. */
  readonly afterwards?: readonly LaterTrouble[];
  /** How many of the counted need no action, where that is more than not to have failed. */
  readonly inOrder?: number;
  /** What a person may have to do although nothing failed. */
  readonly advice?: readonly NextStep[];
  /** The error that ended the command, if any. */
  readonly error?: unknown;
  /** Why the command stopped early, if it did so by itself. */
  readonly stopped?: string | undefined;
  readonly reportFolder?: string | undefined;
}

/** Notifies the configured recipients how a run ended, whether it succeeded or not. */
export async function notifyCommandEnded(
  context: CommandContext,
  ended: EndedCommand,
): Promise<void> {
  const { texts, redactor } = context;
  const { config, logger } = ended;
  await sendNotifications(summaryOf(context, ended), config, { logger, redactor, texts });
}

function summaryOf(
  {
    texts,
    processEnvironment,
    line,
  }: Pick<CommandContext, 'texts' | 'processEnvironment' | 'line'>,
  { command, config, startedAt, exitCode, error, stopped, ...ended }: EndedCommand,
): RunSummary {
  const { sirets, counts, reportFolder, afterwards = [], advice } = ended;
  const endings =
    error === undefined ? [] : toRaccordErrors(error).map((one) => troubleOf(one, texts));
  const stoppedBecause =
    error === undefined ? stopped : endings.map(({ code, what }) => `${code}: ${what}`).join(' ');
  const problems = [...endings, ...afterwards.filter(({ siret }) => siret === undefined)].filter(
    ({ code, what }, index, all) =>
      all.findIndex((one) => one.code === code && one.what === what) === index,
  );
  const failures = [
    ...ended.failures,
    ...afterwards.flatMap(({ siret, ...trouble }) =>
      siret === undefined ? [] : [{ siret, ...trouble }],
    ),
  ];
  const told = onePerSiret(failures);
  const again = {
    what: texts.notify.again,
    command: ['raccord', ...line].map(shellWord).join(' '),
  };
  return {
    command,
    host: hostname(),
    folder: processEnvironment.folder,
    portal: config.portalUrl.hostname,
    environment: config.environment,
    startedAt: startedAt.toISOString(),
    endedAt: systemClock.now().toISOString(),
    exitCode,
    sirets,
    inOrder:
      problems.length > 0 ? undefined : (ended.inOrder ?? inOrder({ sirets, failures: told })),
    counts,
    next: nextSteps({
      ...{ endings: problems, failures, advice },
      again: exitCode === EXIT.done ? undefined : again,
    }),
    failures: told,
    reportFolder,
    stoppedBecause,
    errors: problems.map(problemIn),
  };
}
