import { isDeepStrictEqual } from 'node:util';
import type { Config } from '../../config/config.ts';
import { EXIT, type ExitCode } from '../../errors/exit-code.ts';
import { exitCodeAfter, isMissingPermission } from '../../errors/error-policy.ts';
import type { AnyRaccordError } from '../../errors/raccord-error.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { EnrolmentRequest } from '../../domain/outcome.ts';
import { renderError } from '../../messages/render.ts';
import { requestLeft, type EnrolmentReport } from '../../robot/enrolment-report.ts';
import type { BatchOutcome, StopReason } from '../../robot/run-batch.ts';
import { countBatch } from '../../robot/batch-totals.ts';
import type { AttemptResult } from '../../domain/retry.ts';
import type { CommandContext } from '../context.ts';
import type { WrittenReport } from '../../reporting/report/write-report.ts';
import { lookCommand } from './look-command.ts';
import { resultTable } from '../terminal/text-tables.ts';
import { notifyCommandEnded, type EndedCommand } from './notify-command-ended.ts';
import { failureOf } from './trouble.ts';

/** Result of a batch. */
export interface BatchEnd extends BatchOutcome {
  /** Rows that the plan found already done. */
  readonly untouched: readonly EnrolmentReport[];
  /** Absent if the run ended before it was created. */
  readonly reportFolder?: string;
}

/**
 * Returns the exit code of the most specific cause: any other beats "some SIRET failed".
 * @param hasWritten whether the command had changed the portal before.
 */
export function exitCodeOf(causes: readonly AnyRaccordError[], hasWritten: boolean): ExitCode {
  const codes = causes.map(({ code }) => exitCodeAfter(code, hasWritten));
  return codes.find((code) => code !== EXIT.someFailed) ?? codes[0] ?? EXIT.done;
}

/**
 * Returns the exit code of a command that works on many SIRETs.
 * @param hasWritten whether it changed the portal.
 */
export function exitCodeOfBatch(
  { enrolled, stopped }: BatchOutcome<AttemptResult>,
  hasWritten: boolean,
): ExitCode {
  const causes = enrolled.flatMap((one) => one.causes);
  if (stopped?.kind === 'interrupted') return EXIT.interrupted;
  // Drift or a refusal of one SIRET is its own; only what stopped the run decides.
  if (stopped?.kind === 'max-failures') return exitCodeOf(causes.slice(-1), hasWritten);
  if (stopped !== undefined) return exitCodeAfter(stopped.code, hasWritten);
  return causes.length === 0 ? EXIT.done : EXIT.someFailed;
}

/** Prints all results, those of this run first, as a table or as a document with more fields. */
export function printEnd(
  context: CommandContext,
  { json }: { readonly json?: true },
  { enrolled, untouched, stopped, left }: BatchEnd,
  report: WrittenReport | undefined,
  more: JsonObject = {},
): void {
  const { terminal, texts } = context;
  if (stopped !== undefined) terminal.err(describeStop(stopped, left, context));
  const { results, sirets, counts } = countBatch([...enrolled, ...untouched], left);
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
  terminal.out(resultTable(results, texts, terminal));
  if (report !== undefined) terminal.out(texts.batch.report(report.index));
}

/** Maximum number of causes printed in full that are not failures of the work. */
const MAX_TOLD = 10;

/** Prints each failure in full, last, with the command that shows it in a window. */
export function printFailures(
  { terminal, texts }: CommandContext,
  enrolled: readonly EnrolmentReport[],
  requests: readonly EnrolmentRequest[],
  { contact }: Config,
): void {
  let missing = 0;
  for (const { causes, result } of enrolled) {
    const request = requestLeft(requests, result);
    for (const cause of distinctCauses(causes)) {
      if (cause.policy.scope === 'nothing') {
        missing += 1;
        if (missing > MAX_TOLD) continue;
      }
      terminal.err(renderError(cause, texts, lookCommand(cause, request, texts.command, contact)));
    }
  }
  if (missing > MAX_TOLD) terminal.err(texts.notify.more(missing - MAX_TOLD));
}

/**
 * Returns each cause once, even if it stopped both the connection and the account. Omits
 * interruptions, which the run reports in one line.
 */
export function distinctCauses(causes: readonly AnyRaccordError[]): AnyRaccordError[] {
  const sameCause = (one: AnyRaccordError, other: AnyRaccordError): boolean =>
    one.code === other.code &&
    (isMissingPermission(one) || isDeepStrictEqual(one.details, other.details));
  return causes.filter(
    (cause, index) =>
      cause.code !== 'INTERRUPTED' &&
      causes.findIndex((earlier) => sameCause(earlier, cause)) === index,
  );
}

/** Prints once that the work was interrupted, if a SIRET was left because of it. */
export function printInterruption(
  { terminal, texts }: CommandContext,
  enrolled: readonly EnrolmentReport[],
): void {
  const isLeft = enrolled.some(({ causes }) => causes.some(({ code }) => code === 'INTERRUPTED'));
  if (isLeft) terminal.err(`! INTERRUPTED: ${texts.batch.stopped.interrupted}`);
}

/** Describes why the run stopped, and how many SIRETs were not started. */
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

interface Notification extends Pick<
  EndedCommand,
  'command' | 'config' | 'logger' | 'startedAt' | 'exitCode' | 'error' | 'afterwards'
> {
  readonly end: BatchEnd | undefined;
  readonly requests: readonly EnrolmentRequest[];
}

/** Notifies the configured recipients how the run ended, whether it succeeded or not. */
export async function notifyRunEnded(
  context: CommandContext,
  telling: Notification,
): Promise<void> {
  const { end, requests, ...run } = telling;
  const { enrolled: worked = [], untouched = [], stopped, left = 0, reportFolder } = end ?? {};
  const enrolled = [...worked, ...untouched];
  const { texts, processEnvironment } = context;
  const { contact } = run.config;
  const failures = enrolled.flatMap(({ causes, result }) => {
    const request = requestLeft(requests, result);
    return causes.flatMap((cause) => {
      // A window does not help a reader whose machine has no screen.
      const look = processEnvironment.hasDisplay
        ? lookCommand(cause, request, texts.command, contact)
        : undefined;
      return failureOf(cause, texts, { look });
    });
  });
  await notifyCommandEnded(context, {
    ...run,
    ...countBatch(enrolled, left),
    failures,
    stopped: stopped && describeStop(stopped, left, context),
    reportFolder,
  });
}
