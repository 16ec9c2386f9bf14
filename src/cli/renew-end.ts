import type { PlannedRenewal } from '../../flows/plan-renewals.ts';
import { onePerSiret, type SummaryFailure } from '../notify/run-summary.ts';
import type { StoppedRequest } from '../browser/write-guard.ts';
import type { Config } from '../config/config.ts';
import { systemClock } from '../domain/clock.ts';
import type { ExitCode } from '../domain/errors.ts';
import type { SiretCounts } from '../domain/outcome.ts';
import { present } from '../domain/present.ts';
import {
  summariseRenewals,
  type RenewalOutcome,
  type RenewalResult,
  type RenewalTerms,
} from '../domain/renewal-outcome.ts';
import type { Logger } from '../log/logger.ts';
import { renderError } from '../messages/render.ts';
import { notifyEnd } from '../notify/notify-end.ts';
import type { BatchOutcome } from '../run/batch.ts';
import type { Renewed } from '../run/renewed.ts';
import { describeError, describeStop, failureOf, toldOnce } from './batch-end.ts';
import type { Paint } from './colour.ts';
import type { CommandContext } from './context.ts';
import { table } from './tables.ts';

/** What the plan says of every account, with what the run made of it. */
export function resultsOf(
  plan: readonly PlannedRenewal[],
  renewed: readonly Renewed[],
  { dry }: { readonly dry: boolean },
): RenewalResult[] {
  return plan.map(({ siret, structureName, login, expiresOn, own, decision }) => {
    const done = renewed.find(
      ({ result }) => result.siret === siret && result.login === login,
    )?.result;
    const isLeft = !dry && (decision === 'due' || decision === 'unsettled');
    const outcome: RenewalOutcome = isLeft ? 'skipped' : decision;
    return present<RenewalResult>({
      siret,
      structureName,
      login,
      outcome,
      expiresOn,
      own,
      ...done,
    });
  });
}

/** What a run of `renew` came to: every account that it looked at, and the work that was to be done. */
export interface RenewalEnd extends BatchOutcome<Renewed> {
  readonly results: readonly RenewalResult[];
}

/** How many accounts it looked at, and what came of the work on them. */
export function siretsOf({
  results,
  enrolled,
  left,
}: Pick<RenewalEnd, 'results' | 'enrolled' | 'left'>): SiretCounts {
  const failed = enrolled.filter(({ causes }) => causes.length > 0).length;
  return { all: results.length, failed, left };
}

interface Ending {
  readonly end: RenewalEnd;
  readonly terms: RenewalTerms;
  readonly stopped: readonly StoppedRequest[];
}

/** All accounts as a table or a document, then each failure whole. */
export function printRenewals(
  context: CommandContext,
  { json, dryRun }: { readonly json?: true; readonly dryRun?: true },
  { end, terms, stopped }: Ending,
): void {
  const { terminal, texts } = context;
  if (end.stopped !== undefined) terminal.err(describeStop(end.stopped, end.left, context));
  const { results } = end;
  const summary = summariseRenewals(results);
  if (json === true) {
    const proof = dryRun === true && { stoppedRequests: stopped.length };
    terminal.json({ renewals: results, summary: { ...summary, ...proof } });
  } else if (results.length === 0) {
    terminal.err(texts.renew.none);
  } else {
    terminal.out(renewalTable(results, context));
    terminal.out(texts.renew.summary(terms.withinDays, summary));
    if (dryRun === true) terminal.out(texts.plan.nothingSent(stopped.length));
    if (summary.renewed + summary.recovered > 0) terminal.out(texts.renew.tellOthers);
  }
  if (summary.adoptable > 0) terminal.err(texts.renew.adoptable(summary.adoptable));
  for (const { causes } of end.enrolled) {
    for (const cause of toldOnce(causes)) terminal.err(renderError(cause, texts));
  }
}

const PAINTS: Readonly<Partial<Record<RenewalOutcome, keyof Paint>>> = {
  renewed: 'good',
  recovered: 'good',
  'not-due': 'dim',
  skipped: 'dim',
  doubtful: 'odd',
  failed: 'bad',
};

function renewalTable(
  results: readonly RenewalResult[],
  { texts, terminal }: CommandContext,
): string {
  const outcomeOf = (outcome: RenewalOutcome): string => {
    const word = texts.renew.outcomes[outcome];
    const meaning = PAINTS[outcome];
    return meaning === undefined ? word : terminal.paint[meaning](word);
  };
  const { columns, renew } = texts;
  return table(
    [columns.siret, columns.structure, columns.login, renew.password, columns.expires],
    results.map(({ siret, structureName, login, outcome, expiresOn }) => [
      siret,
      structureName ?? '',
      login,
      outcomeOf(outcome),
      expiresOn ?? '',
    ]),
    terminal.columns,
  );
}

interface Telling {
  readonly config: Config;
  readonly logger: Logger;
  readonly startedAt: Date;
  readonly exitCode: ExitCode;
  readonly end: RenewalEnd | undefined;
  /** What ended the command, where it ended by an error. */
  readonly error?: unknown;
  /** Deliveries that failed once the work was done. */
  readonly afterwards: readonly SummaryFailure[];
}

/** Tells those who are configured to be told how the run ended, whether it ended well or not. */
export async function tellRenewals(
  context: CommandContext,
  { config, logger, startedAt, exitCode, end, error, afterwards }: Telling,
): Promise<void> {
  const { texts, redactor } = context;
  const { results = [], enrolled = [], stopped, left = 0 } = end ?? {};
  const { accounts: all, ...counts } = summariseRenewals(results);
  const why =
    error === undefined
      ? stopped && describeStop(stopped, left, context)
      : describeError(error, context);
  const summary = {
    command: 'renew',
    portal: config.portalUrl.hostname,
    environment: config.environment,
    startedAt: startedAt.toISOString(),
    endedAt: systemClock.now().toISOString(),
    exitCode,
    sirets: { ...siretsOf({ results, enrolled, left }), all },
    counts,
    failures: onePerSiret([
      ...enrolled.flatMap(({ causes }) => causes.flatMap((one) => failureOf(one, context))),
      ...afterwards,
    ]),
    ...(why !== undefined && { stoppedBecause: why }),
  };
  await notifyEnd(summary, config, { logger, redactor, texts });
}
