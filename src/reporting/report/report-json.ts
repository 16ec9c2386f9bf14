import { failuresOf, type ReportedFailure } from './run-report.ts';
import type { ReportView } from './report-view.ts';

/** The field was named before the code said `resource`, and stays what programs read. */
function asFailure({ resource, ...failure }: ReportedFailure): object {
  return resource === undefined ? failure : { half: resource, ...failure };
}

/** The report for programs. `format` changes when a field changes its meaning or goes. */
export function documentOf({ report, rows, totals, times }: ReportView): string {
  const document = {
    format: 1,
    ...report,
    totals,
    steps: times,
    enrolments: rows.map(({ enrolment, steps }) => ({
      ...enrolment.result,
      failures: failuresOf(enrolment).map(asFailure),
      steps,
    })),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
