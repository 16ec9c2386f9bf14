import { failuresOf } from './run-report.ts';
import type { ReportView } from './view.ts';

/** The report for programs. `format` changes when a field changes its meaning or goes. */
export function documentOf({ report, rows, totals, times }: ReportView): string {
  const document = {
    format: 1,
    ...report,
    totals,
    steps: times,
    enrolments: rows.map(({ enrolment, steps }) => ({
      ...enrolment.result,
      failures: failuresOf(enrolment),
      steps,
    })),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
