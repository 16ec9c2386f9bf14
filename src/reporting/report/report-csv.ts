import { beginsFormula, BYTE_ORDER_MARK, quotedCell } from '../../files/csv-cells.ts';
import { accountWord } from '../../messages/account-word.ts';
import { oneLine } from './safe-text.ts';
import { failuresOf } from './run-report.ts';
import type { ReportRow } from './report-rows.ts';
import type { ReportView } from './report-view.ts';

/**
 * Returns the rows for a spreadsheet: with byte order mark, `;` and CRLF, so that a French Excel
 * opens them by a double click; every cell in quotes. A SIRET is exactly its 14 digits, so that a
 * lookup from another sheet finds it; how to keep spreadsheets from reading it as a number and
 * dropping leading zeros is a matter of the import (docs/batch.md).
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
      // Whole seconds: the meaning of a decimal point or comma depends on the country.
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

/** Escapes a cell: a leading apostrophe keeps spreadsheets from running it as a formula. */
export function csvCell(text = ''): string {
  const line = beginsFormula(text) ? `'${oneLine(text)}` : oneLine(text);
  return quotedCell(beginsFormula(line) ? `'${line}` : line);
}
