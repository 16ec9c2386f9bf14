import type { Config } from '../config/config.ts';
import { causeOf } from '../domain/cause.ts';
import { systemClock } from '../domain/clock.ts';
import {
  EXIT,
  exitCodeAfter,
  isRaccordError,
  type ExitCode,
  type RaccordError,
} from '../domain/errors.ts';
import type { JsonObject } from '../domain/json.ts';
import type { EnrolmentRequest } from '../domain/outcome.ts';
import type { Logger } from '../log/logger.ts';
import { renderError, summariseError } from '../messages/render.ts';
import type { Enrolled } from '../run/enrolled.ts';
import { notifyEnd } from '../notify/notify-end.ts';
import { onePerSiret, type RunSummary, type SummaryFailure } from '../notify/run-summary.ts';
import type { BatchOutcome, StopReason } from '../run/batch.ts';
import { rosterEnd } from '../run/batch-summary.ts';
import type { Ended } from '../run/retry.ts';
import type { CommandContext } from './context.ts';
import type { WrittenReport } from '../report/write-report.ts';
import { lookCommand } from './look-command.ts';
import { exitCodeOf } from './exit-code.ts';
import { resultTable } from './tables.ts';

/** What a batch came to. */
export interface BatchEnd extends BatchOutcome {
  /** What the plan found done already. */
  readonly untouched: readonly Enrolled[];
  /** Absent where the run ended before there was one. */
  readonly reportFolder?: string;
}

/**
 * What a command that works on many ends with.
 * @param hasWritten whether it changed the portal.
 */
export function exitCodeOfBatch(
  { enrolled, stopped }: BatchOutcome<Ended>,
  hasWritten: boolean,
): ExitCode {
  const causes = enrolled.flatMap((one) => one.causes);
  if (stopped?.kind === 'interrupted') return EXIT.interrupted;
  // One SIRET's drift or refusal is its own; only what stopped the run speaks for the run.
  if (stopped?.kind === 'max-failures') return exitCodeOf(causes.slice(-1), hasWritten);
  if (stopped !== undefined) return exitCodeAfter(stopped.code, hasWritten);
  return causes.length === 0 ? EXIT.done : EXIT.someFailed;
}

/** All results, those of this run first, as a table, or as a document that may hold more. */
export function printEnd(
  context: CommandContext,
  { json }: { readonly json?: true },
  { enrolled, untouched, stopped, left }: BatchEnd,
  report: WrittenReport | undefined,
  more: JsonObject = {},
): void {
  const { terminal, texts } = context;
  if (stopped !== undefined) terminal.err(describeStop(stopped, left, context));
  const { results, sirets, counts } = rosterEnd([...enrolled, ...untouched], left);
  if (json === true) {
    const summary = {
      enrolments: results.length,
      failedEnrolments: sirets.failed,
      ...counts,
      notBegun: sirets.left,
    };
    terminal.json({ enrolments: results, summary, report: report?.index, ...more });
    return;
  }
  terminal.out(resultTable(results, texts));
  if (report !== undefined) terminal.out(texts.batch.report(report.index));
}

/** Of what is no failure of the work so many are told whole. */
const MOST_TOLD = 10;

/** Each failure whole, the last words of a command, with the command that looks at it in a window. */
export function printFailures(
  { terminal, texts }: CommandContext,
  enrolled: readonly Enrolled[],
  requests: readonly EnrolmentRequest[],
  { contact, profile }: Config,
): void {
  let missing = 0;
  for (const { causes, result } of enrolled) {
    const request = requests.find(({ siret }) => siret === result.siret);
    for (const cause of causes) {
      if (cause.policy.scope === 'nothing') {
        missing += 1;
        if (missing > MOST_TOLD) continue;
      }
      terminal.err(renderError(cause, texts, lookCommand(cause, request, contact, profile)));
    }
  }
  if (missing > MOST_TOLD) terminal.err(texts.notify.more(missing - MOST_TOLD));
}

/** Why the run stopped, and how many SIRETs were not begun. */
export function describeStop(
  stopped: StopReason,
  left: number,
  { texts }: Pick<CommandContext, 'texts'>,
): string {
  const words = texts.batch.stopped;
  const why = (): string => {
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
  };
  return left === 0 ? why() : `${why()} ${words.left(left)}`;
}

interface Telling {
  /** The command's name. */
  readonly command: string;
  readonly config: Config;
  readonly logger: Logger;
  readonly startedAt: Date;
  readonly exitCode: ExitCode;
  readonly end: BatchEnd | undefined;
  /** What ended the command, where it ended by an error. */
  readonly error?: unknown;
  /** What went wrong once the work was done: a delivery, a proof. */
  readonly afterwards?: readonly SummaryFailure[];
}

/** Tells those who are configured to be told how the run ended, whether it ended well or not. */
export async function tellEnd(context: CommandContext, telling: Telling): Promise<void> {
  const { texts, redactor } = context;
  const { config, logger } = telling;
  await notifyEnd(summaryOf(context, telling), config, { logger, redactor, texts });
}

function summaryOf(
  context: CommandContext,
  { command, config, startedAt, exitCode, end, error, afterwards = [] }: Telling,
): RunSummary {
  const { enrolled: worked = [], untouched = [], stopped, left = 0, reportFolder } = end ?? {};
  const enrolled = [...worked, ...untouched];
  const { sirets, counts } = rosterEnd(enrolled, left);
  const why =
    error === undefined
      ? stopped && describeStop(stopped, left, context)
      : describeError(error, context);
  return {
    command,
    portal: config.portalUrl.hostname,
    environment: config.environment,
    startedAt: startedAt.toISOString(),
    endedAt: systemClock.now().toISOString(),
    exitCode,
    sirets,
    counts,
    failures: onePerSiret([
      ...enrolled.flatMap(({ causes }) => causes.flatMap((one) => failureOf(one, context))),
      ...afterwards,
    ]),
    ...(reportFolder !== undefined && { reportFolder }),
    ...(why !== undefined && { stoppedBecause: why }),
  };
}

export function failureOf(cause: RaccordError, { texts }: CommandContext): RunSummary['failures'] {
  const { siret, code } = cause;
  return siret === undefined ? [] : [{ siret, code, what: summariseError(cause, texts) }];
}

export function describeError(error: unknown, { texts }: CommandContext): string {
  if (isRaccordError(error)) return `${error.code}: ${summariseError(error, texts)}`;
  return causeOf(error);
}
