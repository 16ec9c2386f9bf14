import { RESOURCES, type Resource } from '../../domain/ledger-event.ts';
import { markup, trusted, type Markup } from './markup.ts';
import { failureOf, type LaterFailure } from './run-report.ts';
import { timeOfResource } from './statistics.ts';
import type { ReportRow } from './report-rows.ts';
import type { ReportView } from './report-view.ts';
import type { Texts } from '../../messages/texts.ts';

/**
 * Returns the run as JUnit XML: one test for each SIRET and resource, and one for each failure after
 * the work. Names do not depend on the language, so that a CI system recognises a test.
 */
export function junitOf(view: ReportView): string {
  const { report, rows, totals } = view;
  const failures = rows.flatMap((row) =>
    RESOURCES.flatMap((resource) => failureOf(resource, row.enrolment)),
  );
  const failed = failures.filter((failure) => failure !== undefined).length;
  const skipped = totals.connection.skipped + totals.account.skipped;
  const { failures: afterwards = [] } = report;
  const took = Date.parse(report.endedAt) - Date.parse(report.startedAt);
  const counts = markup`tests="${rows.length * 2 + afterwards.length}" failures="${failed}" errors="${afterwards.length}" skipped="${skipped}" time="${seconds(took)}"`;
  return markup`${trusted('<?xml version="1.0" encoding="UTF-8"?>')}
<testsuites name="raccord ${report.command}" ${counts}>
<testsuite name="raccord ${report.command} ${report.portal}" ${counts} timestamp="${report.startedAt}" hostname="${report.host}">
<properties>
<property name="run" value="${report.runId}"/>
<property name="environment" value="${report.environment}"/>
<property name="version" value="${report.version}"/>
</properties>
${rows.flatMap((row) => RESOURCES.map((resource) => testCase(resource, row, view.texts)))}${afterwards.map(
    (failure) =>
      markup`<testcase classname="${report.command}" name="${failure.code}" time="0.000">${failureElement(failure, view.texts, 'error')}</testcase>\n`,
  )}</testsuite>
</testsuites>
`.text;
}

function testCase(resource: Resource, row: ReportRow, texts: Texts): Markup {
  const { result } = row.enrolment;
  const { outcome } = result[resource];
  const failure = failureOf(resource, row.enrolment);
  return markup`<testcase classname="${result.siret}" name="${result.siret} ${resource}" time="${seconds(timeOf(resource, row))}">${
    outcome === 'skipped' && markup`<skipped message="${texts.outcomes.skipped}"/>`
  }${failure !== undefined && failureElement(failure, texts)}${
    failure === undefined &&
    outcome !== 'skipped' &&
    markup`<system-out>${texts.outcomes[outcome]}</system-out>`
  }</testcase>
`;
}

function failureElement(
  failure: LaterFailure,
  { columns, errorLabels, steps }: Texts,
  element: 'failure' | 'error' = 'failure',
): Markup {
  const { code, what, step, expected, found, next, commands, sirets } = failure;
  const told = [
    [columns.siret, sirets?.join(' ')],
    [errorLabels.doing, step && steps[step]],
    [errorLabels.expected, expected],
    [errorLabels.found, found],
    [errorLabels.next, next],
    [errorLabels.look, commands?.join('\n')],
  ] as const;
  const lines = told
    .filter(([, text]) => text !== undefined && text.trim() !== '')
    .map(([label, text = '']) => `${label.trim()}: ${text.trim()}`);
  const name = trusted(element);
  return markup`<${name} type="${code}" message="${what}">${[what, ...lines].join('\n')}</${name}>`;
}

/** Returns a resource's duration. Without step times, the first resource worked on has it all. */
function timeOf(resource: Resource, { steps, enrolment }: ReportRow): number {
  const { connection, durationMs } = enrolment.result;
  if (steps.some((step) => step.durationMs !== undefined)) return timeOfResource(resource, steps);
  return resource === (connection.outcome === 'skipped' ? 'account' : 'connection')
    ? durationMs
    : 0;
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}
