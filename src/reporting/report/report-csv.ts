import { beginsFormula, BYTE_ORDER_MARK, quotedCell } from '../../files/csv-cells.ts';
import { accountWord } from '../../messages/account-word.ts';
import { oneLine } from './safe-text.ts';
import { failuresOf } from './run-report.ts';
import type { ReportRow } from './report-rows.ts';
import type { ReportView } from './report-view.ts';

/**
 * The rows for a spreadsheet: with a byte order mark, `;` and CRLF, as a French Excel opens them by a
 * double click; every cell in quotes. A SIRET is its 14 digits and nothing else, so that a lookup
 * from another sheet finds it; that a spreadsheet takes it for a number, and drops leading zeros, is
 * left to how it is imported (docs/batch.md).
 */
export function csvOf(view: ReportView): string {
  const { columns, report, errorLabels } = view.texts;
  const head = [
    columns.siret,
    columns.structure,
    columns.connection,
    columns.application,
    columns.state,
    columns.account,
    columns.login,
    columns.expires,
    report.csv.durationSeconds,
    report.csv.code,
    report.csv.what,
    errorLabels.expected,
    errorLabels.found,
    errorLabels.next,
    report.csv.evidence,
  ];
  const lines = [head.map(csvCell), ...view.rows.map((row) => cellsOf(row, view))];
  return BYTE_ORDER_MARK + lines.map((cells) => `${cells.join(';')}\r\n`).join('');
}

function cellsOf({ enrolment }: ReportRow, { texts }: ReportView): string[] {
  const { siret, structureName, connection, account, evidence, durationMs } = enrolment.result;
  const failures = failuresOf(enrolment);
  const of = (part: 'code' | 'what' | 'expected' | 'found' | 'next'): string =>
    failures
      .map((failure) => failure[part] ?? '')
      .filter((text) => text !== '')
      .join(' / ');
  return [
    ...[
      siret,
      structureName,
      texts.outcomes[connection.outcome],
      connection.applicationName,
      connection.state,
      accountWord(account, texts),
      account.login,
      account.expiresOn,
      // Whole seconds: a decimal point or comma means something else in each country.
      String(Math.round(durationMs / 1000)),
      of('code'),
      of('what'),
      of('expected'),
      of('found'),
      of('next'),
      evidence,
    ].map(csvCell),
  ];
}

/** A text from a portal or a roster must not be run: an apostrophe in front makes it a text. */
export function csvCell(text = ''): string {
  const line = beginsFormula(text) ? `'${oneLine(text)}` : oneLine(text);
  return quotedCell(beginsFormula(line) ? `'${line}` : line);
}
