import { join } from 'node:path';
import { jsonText, mapTexts } from '../../domain/json.ts';
import { makePrivateFolder, writeDurably } from '../../files/durable-file.ts';
import type { Redactor } from '../../secrets/redactor.ts';
import { csvOf } from './report-csv.ts';
import { formatsFor } from './value-formats.ts';
import { readReportRow, type ReportRow } from './report-rows.ts';
import { junitOf } from './report-junit.ts';
import { Markup } from './markup.ts';
import { pageOf } from './report-page.ts';
import { chooseEmbedded, PICTURE_BUDGET } from './pictures.ts';
import { failuresOf, type RunReport, type ReportedFailure } from './run-report.ts';
import { replaceUnsafeCharacters, typeset } from './safe-text.ts';
import { stepTimes, totalsOf } from './statistics.ts';
import { readStepLog } from './step-log.ts';
import type { ReportView } from './report-view.ts';
import type { Texts } from '../../messages/texts.ts';

export interface ReportParts {
  readonly redactor: Redactor;
  readonly texts: Texts;
  /** Maximum total length of the embedded pictures, in characters of base64. */
  readonly pictureBudget?: number;
}

/** Location of a report. */
export interface WrittenReport {
  readonly folder: string;
  /** The page for people. */
  readonly index: string;
}

/**
 * Writes the report of a run to `reports/<run>` in raccord's home: a page for people (`index.html`),
 * rows for a spreadsheet (`report.csv`), and documents for programs (`report.json`, `junit.xml`).
 * Known secrets are redacted from every text; missing evidence is mentioned in the report.
 * @throws UnwritableError if it cannot be written.
 */
export async function writeReport(
  home: string,
  report: RunReport,
  parts: ReportParts,
): Promise<WrittenReport> {
  const { redactor } = parts;
  const folder = join(home, 'reports', report.runId);
  const index = join(folder, 'index.html');
  const view = await viewOf(home, folder, report, parts);
  await makePrivateFolder(folder);
  const write = (name: string, text: string): Promise<void> =>
    writeDurably(join(folder, name), Buffer.from(text, 'utf8'));
  await write('report.json', redactor.redactLine(documentOf(view)));
  await write('report.csv', redactor.redact(csvOf(view)));
  await write('junit.xml', redactor.redact(junitOf(view)));
  await writeDurably(index, written(view, redactor));
  return { folder, index };
}

async function viewOf(
  home: string,
  folder: string,
  report: RunReport,
  { redactor, texts, pictureBudget = PICTURE_BUDGET }: ReportParts,
): Promise<ReportView> {
  // Redacted before the layout, because escaping, folding or joining may split a secret. The
  // finished texts are redacted again.
  const safe = <T>(value: T): T =>
    mapTexts(value, (text) => replaceUnsafeCharacters(redactor.redact(text)));
  const { enrolments, ...run } = report;
  const gathered: ReportRow[] = [];
  for (const enrolment of enrolments) gathered.push(await readReportRow(enrolment, safe));
  const rows = [
    ...gathered.filter(({ failed }) => failed),
    ...gathered.filter(({ failed }) => !failed),
  ];
  const signIn = await readStepLog(join(home, 'evidence', report.runId, 'sign-in'));
  return {
    // Times are parsed for formatting, so they stay unredacted.
    report: { ...safe(run), startedAt: run.startedAt, endedAt: run.endedAt },
    rows,
    totals: totalsOf(
      enrolments.map(({ result }) => result),
      report.notReached,
    ),
    times: stepTimes([...(signIn?.steps ?? []), ...rows.flatMap(({ steps }) => steps)]),
    texts,
    formats: formatsFor(report.language, report.timezone),
    embedded: chooseEmbedded(rows, pictureBudget),
    folder,
  };
}

/** Writes pictures unchanged: they were masked and scanned when they were taken. */
async function* written(view: ReportView, redactor: Redactor): AsyncGenerator<string> {
  const { language } = view.report;
  for await (const part of pageOf(view)) {
    yield part instanceof Markup ? redactor.redact(typeset(part.text, language)) : part.base64;
  }
}

/** Keeps the field's old name, which programs read, for what the code now calls `resource`. */
function asFailure({ resource, ...failure }: ReportedFailure): object {
  return resource === undefined ? failure : { half: resource, ...failure };
}

/** Returns the report for programs. `format` increases when a field is removed or redefined. */
function documentOf({ report, rows, totals, times }: ReportView): string {
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
  return `${jsonText(document, 2)}\n`;
}
