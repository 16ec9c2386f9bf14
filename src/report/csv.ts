import { accountWord } from '../messages/account-word.ts';
import { oneLine } from './safe-text.ts';
import { failuresOf } from './run-report.ts';
import type { Gathered } from './gather.ts';
import type { ReportView } from './view.ts';

/** Tells Excel that it is UTF-8. */
const BYTE_ORDER_MARK = '\ufeff';

/** What begins a formula, wide forms as spreadsheets in Asia read them among it. */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/u;

/**
 * The rows for a spreadsheet: with a byte order mark, `;` and CRLF, as a French Excel opens them by a
 * double click; every cell in quotes.
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

function cellsOf({ enrolment }: Gathered, { texts }: ReportView): string[] {
  const { siret, structureName, connection, account, evidence, durationMs } = enrolment.result;
  const failures = failuresOf(enrolment);
  const of = (part: 'code' | 'what' | 'expected' | 'found' | 'next'): string =>
    failures
      .map((failure) => failure[part] ?? '')
      .filter((text) => text !== '')
      .join(' / ');
  return [
    siretCell(siret),
    ...[
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

/**
 * A SIRET with a no-break space behind it. 14 digits alone become 9,00000E+13 and lose their leading
 * zeros; `="…"` is a formula, which spreadsheets warn of and other programs do not read; an apostrophe
 * or a tab in front stays visible or is taken for an attack; grouped digits are a number again where
 * the space parts thousands. A no-break space at the end is no part of any number, so the cell stays
 * text with its 14 digits, and every reader that trims (raccord's own too) has the SIRET back.
 */
function siretCell(siret: string): string {
  return quotedCell(`${siret}\u00a0`);
}

/** A text from a portal or a roster must not be run: an apostrophe in front makes it a text. */
export function csvCell(text = ''): string {
  const line = beginsFormula(text) ? `'${oneLine(text)}` : oneLine(text);
  return quotedCell(beginsFormula(line) ? `'${line}` : line);
}

/** True of a text that a spreadsheet would run. */
export function beginsFormula(text: string): boolean {
  return FORMULA.test(text);
}

/** A text as it is, for a program. */
export function quotedCell(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
