import type { PlannedRenewal } from '../../../flows/plan-renewals.ts';
import type { StoppedRequest } from '../../browser/write-guard.ts';
import type { SiretCounts } from '../../domain/outcome.ts';
import {
  summariseRenewals,
  type RenewalOutcome,
  type RenewalResult,
  type RenewalTerms,
} from '../../domain/renewal-outcome.ts';
import { renderError } from '../../messages/render.ts';
import type { BatchOutcome } from '../../robot/run-batch.ts';
import type { RenewalReport } from '../../robot/renewal-report.ts';
import { describeStop, distinctCauses } from '../results/batch-end.ts';
import type { Paint } from '../terminal/colour.ts';
import type { CommandContext } from '../context.ts';
import { table } from '../terminal/text-tables.ts';
import { notifyCommandEnded, type EndedCommand } from '../results/notify-command-ended.ts';
import { failureOf } from '../results/trouble.ts';

/** Merges the plan of every account with the results of the run. */
export function resultsOf(
  plan: readonly PlannedRenewal[],
  renewed: readonly RenewalReport[],
  { dry }: { readonly dry: boolean },
): RenewalResult[] {
  return plan.map(({ siret, structureName, login, expiresOn, own, decision }) => {
    const done = renewed.find(
      ({ result }) => result.siret === siret && result.login === login,
    )?.result;
    const isLeft = !dry && (decision === 'due' || decision === 'unsettled');
    const outcome: RenewalOutcome = isLeft ? 'skipped' : decision;
    return {
      siret,
      structureName,
      login,
      outcome,
      expiresOn,
      own,
      ...done,
    };
  });
}

/** Result of a `renew` run: every account it examined, and the work that was planned. */
export interface RenewalEnd extends BatchOutcome<RenewalReport> {
  readonly results: readonly RenewalResult[];
}

/** Counts the accounts examined, failed and left. */
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

/** Prints all accounts as a table or a document, then each failure in full. */
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
    for (const cause of distinctCauses(causes)) terminal.err(renderError(cause, texts));
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

interface Notification extends Pick<
  EndedCommand,
  'config' | 'logger' | 'startedAt' | 'exitCode' | 'error' | 'afterwards'
> {
  readonly end: RenewalEnd | undefined;
}

/** The outcomes that need no action. */
const IN_ORDER: ReadonlySet<RenewalOutcome> = new Set(['renewed', 'recovered', 'not-due']);

/** Notifies the configured recipients how the run ended, whether it succeeded or not. */
export async function notifyRenewalsEnded(
  context: CommandContext,
  { end, ...run }: Notification,
): Promise<void> {
  const { results = [], enrolled = [], stopped, left = 0 } = end ?? {};
  const { texts } = context;
  const { accounts, ...counts } = summariseRenewals(results);
  const withProblem = new Set(run.afterwards?.map(({ siret }) => siret));
  const adoptable = results.filter(({ outcome }) => outcome === 'adoptable');
  const failures = enrolled.flatMap(({ causes }) =>
    causes.flatMap((cause) => failureOf(cause, texts)),
  );
  await notifyCommandEnded(context, {
    ...run,
    command: 'renew',
    sirets: { ...siretsOf({ results, enrolled, left }), all: accounts },
    counts,
    failures,
    inOrder: results.filter(
      ({ siret, outcome }) => IN_ORDER.has(outcome) && !withProblem.has(siret),
    ).length,
    // Without a command: the text says when it is right.
    advice:
      adoptable.length === 0
        ? []
        : [
            {
              what: texts.renew.adoptable(adoptable.length),
              sirets: [...new Set(adoptable.map(({ siret }) => siret))],
              commands: [],
            },
          ],
    stopped: stopped && describeStop(stopped, left, context),
  });
}
