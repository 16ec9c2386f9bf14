import type { Config } from '../config/config.ts';
import { systemClock } from '../domain/clock.ts';
import { HALVES } from '../domain/ledger-event.ts';
import type { ExitCode, RaccordError } from '../domain/errors.ts';
import type { EnrolmentResult } from '../domain/outcome.ts';
import { UnwritableError } from '../files/durable-file.ts';
import type { Logger } from '../log/logger.ts';
import { explainError } from '../messages/render.ts';
import type { ReportedFailure } from '../report/run-report.ts';
import { writeReport, type WrittenReport } from '../report/write-report.ts';
import type { Enrolled } from '../run/enrolled.ts';
import type { CommandContext } from './context.ts';

interface ReportedRun {
  readonly runId: string;
  readonly command: string;
  readonly startedAt: Date;
  readonly exitCode: ExitCode;
  readonly enrolled: readonly Enrolled[];
  /** What was found done already. */
  readonly untouched?: readonly Enrolled[];
  readonly notReached?: number;
  readonly stoppedBecause?: string;
}

/**
 * Writes a run's report. Where that cannot be, it is logged: what was done is done, and stands in
 * the ledger.
 */
export async function reportRun(
  { texts, redactor, version, surroundings }: CommandContext,
  { home, portalUrl, environment, timezone }: Config,
  logger: Logger,
  { enrolled, untouched = [], startedAt, ...run }: ReportedRun,
): Promise<WrittenReport | undefined> {
  const failureOf = (cause: RaccordError, result: EnrolmentResult): ReportedFailure => {
    const failed = HALVES.filter((half) => result[half].error?.code === cause.code);
    const [half] = failed;
    return {
      ...explainError(cause, texts),
      code: cause.code,
      ...(half !== undefined && failed.length === 1 && { half }),
      ...(cause.step !== undefined && { step: cause.step }),
    };
  };
  const report = {
    ...run,
    portal: portalUrl.hostname,
    environment,
    version,
    startedAt: startedAt.toISOString(),
    endedAt: systemClock.now().toISOString(),
    timezone,
    language: surroundings.language,
    enrolments: [
      ...[...enrolled, ...untouched].map(({ result, causes }) => ({
        result,
        failures: causes.map((cause) => failureOf(cause, result)),
      })),
    ],
  };
  try {
    return await writeReport(home, report, { redactor, texts });
  } catch (error) {
    if (!(error instanceof UnwritableError)) throw error;
    logger.warn({ path: error.path, reason: error.reason }, texts.batch.noReport);
    return undefined;
  }
}
