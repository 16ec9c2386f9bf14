import { failuresOf, type ReportedFailure } from './run-report.ts';
import type { ReportView } from './report-view.ts';

/** Keeps the field's old name, which programs read, for what the code now calls `resource`. */
function asFailure({ resource, ...failure }: ReportedFailure): object {
  return resource === undefined ? failure : { half: resource, ...failure };
}

/** Returns the report for programs. `format` increases when a field is removed or redefined. */
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
