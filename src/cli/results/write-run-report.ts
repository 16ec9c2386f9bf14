import { hostname } from 'node:os';
import type { Config } from '../../config/config.ts';
import { systemClock } from '../../domain/clock.ts';
import { RESOURCES, type Resource } from '../../domain/ledger-event.ts';
import { jsonText } from '../../domain/json.ts';
import type { ExitCode } from '../../errors/exit-code.ts';
import type { AnyRaccordError } from '../../errors/raccord-error.ts';
import type { EnrolmentRequest, EnrolmentResult } from '../../domain/outcome.ts';
import { UnwritableError } from '../../errors/unwritable-error.ts';
import type { Logger } from '../../log/logger.ts';
import { explainError } from '../../messages/render.ts';
import type { LaterTrouble } from '../../reporting/notify/run-summary.ts';
import type { LaterFailure, ReportedFailure } from '../../reporting/report/run-report.ts';
import { writeReport, type WrittenReport } from '../../reporting/report/write-report.ts';
import { requestLeft, type EnrolmentReport } from '../../robot/enrolment-report.ts';
import type { CommandContext } from '../context.ts';
import { lookCommand } from './look-command.ts';
import { commandsFor } from './trouble.ts';

interface ReportedRun {
  readonly runId: string;
  readonly command: string;
  readonly startedAt: Date;
  readonly exitCode: ExitCode;
  readonly enrolled: readonly EnrolmentReport[];
  /** Rows that were already done. */
  readonly untouched?: readonly EnrolmentReport[];
  /** The run's requests, for the commands that show failures in a window. */
  readonly requests?: readonly EnrolmentRequest[];
  /** Problems after the work: of deliveries or of verifications. */
  readonly afterwards?: readonly LaterTrouble[];
  readonly notReached?: number;
  readonly stoppedBecause?: string;
}

/**
 * Writes a run's report. Only logs a failure to do so: the work is done, and recorded in the
 * ledger.
 */
export async function reportRun(
  { texts, redactor, version, processEnvironment }: CommandContext,
  { home, portalUrl, environment, timezone, contact }: Config,
  logger: Logger,
  { enrolled, untouched = [], requests = [], afterwards = [], startedAt, ...run }: ReportedRun,
): Promise<WrittenReport | undefined> {
  const failureOf = (
    cause: AnyRaccordError,
    { result, causes }: EnrolmentReport,
  ): ReportedFailure => {
    const request = requestLeft(requests, result);
    const look =
      request && processEnvironment.hasDisplay
        ? lookCommand(cause, request, texts.command, contact)
        : undefined;
    return {
      ...explainError(cause, texts),
      code: cause.code,
      resource: resourceOf(cause, result, causes),
      step: cause.step,
      commands: commandsFor(cause, texts.command, { look }),
    };
  };
  const report = {
    ...run,
    portal: portalUrl.hostname,
    host: hostname(),
    environment,
    version,
    startedAt: startedAt.toISOString(),
    endedAt: systemClock.now().toISOString(),
    timezone,
    language: processEnvironment.language,
    failures: failuresAfter(afterwards),
    enrolments: [
      ...[...enrolled, ...untouched].map((one) => ({
        result: one.result,
        failures: one.causes.map((cause) => failureOf(cause, one)),
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

/** Returns each problem after the work once, with its SIRETs. */
function failuresAfter(afterwards: readonly LaterTrouble[]): LaterFailure[] {
  const failures = new Map<string, LaterFailure>();
  for (const { siret, commands = [], next = '', ...trouble } of afterwards) {
    const key = jsonText({ ...trouble, next });
    const known = failures.get(key);
    const sirets = [...(known?.sirets ?? []), ...(siret === undefined ? [] : [siret])];
    failures.set(key, {
      ...{ ...trouble, next },
      commands: [...new Set([...(known?.commands ?? []), ...commands])],
      sirets: sirets.length > 0 ? [...new Set(sirets)] : undefined,
    });
  }
  return [...failures.values()];
}

/** Returns the resource that a cause ended, or `undefined` if one cause ended both. */
export function resourceOf(
  cause: AnyRaccordError,
  result: EnrolmentResult,
  causes: readonly AnyRaccordError[],
): Resource | undefined {
  const failed = RESOURCES.filter((resource) => result[resource].error?.code === cause.code);
  // In the order of the resources: each failed by itself, though the codes are the same.
  const alike = causes.filter(({ code }) => code === cause.code);
  return failed.length === alike.length ? failed[alike.indexOf(cause)] : undefined;
}
