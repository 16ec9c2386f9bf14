import { CsvError, parse, type InfoRecord } from 'csv-parse/sync';
import { ROSTER_COLUMNS, type RosterProblem } from '../errors/roster-problem.ts';
import { columnNamed } from './columns.ts';
import { MAX_LINES_ABOVE_HEADER, namedColumns } from './header-line.ts';
import { isBlank, LIMITS, RosterFault, type Grid, type GridRow } from './grid.ts';

const DELIMITERS = [';', ',', '\t', '|'] as const;

/** Enough for any header line and what stands above it. */
const HEADER_LENGTH = 65_536;

/** Excel's own first line: it says what separates the cells. */
const SEPARATOR_LINE = /^"?sep=([;,\t|])"?\n/iu;

/**
 * The rows of a CSV text. Line numbers are those of the file, though quoted cells hold line breaks.
 * @throws RosterFault too-many-rows.
 */
export function readCsv(text: string): Grid {
  const unified = text.replace(/\r\n?/gu, '\n');
  expectFewLines(unified);
  const separator = SEPARATOR_LINE.exec(unified);
  const body = withoutLineQuotes(unified.slice(separator?.[0].length ?? 0));
  return readRows(body, {
    delimiter: separator?.[1] ?? delimiterOf(body),
    linesBefore: separator === null ? 0 : 1,
  });
}

/**
 * The lines out of the quotes that stand around each of them: what a spreadsheet makes of a CSV of which
 * it did not know the separator.
 */
function withoutLineQuotes(text: string): string {
  const lines = text.split('\n');
  const start = lines.slice(0, MAX_LINES_ABOVE_HEADER).map(lineQuoted);
  const header = start.find((line) => line !== undefined && namedColumnsOf(line) > 1);
  const isQuoted = header !== undefined && namedColumnsOf(text) === 0;
  if (!isQuoted || !lines.every((line) => line === '' || lineQuoted(line) !== undefined))
    return text;
  return lines.map((line) => lineQuoted(line) ?? '').join('\n');
}

/** What stands in the one pair of quotes around a line. */
function lineQuoted(line: string): string | undefined {
  const inner = /^"((?:[^"]|"")*)"[;,\t]*$/u.exec(line)?.[1];
  return inner?.replaceAll('""', '"');
}

/** How many columns a text's header line names, the SIRET's among them, by its best separator. */
function namedColumnsOf(text: string): number {
  const start = text.slice(0, HEADER_LENGTH);
  return Math.max(
    ...DELIMITERS.flatMap((delimiter) => headersWith(start, delimiter).map(namedColumns)),
    0,
  );
}

interface Layout {
  readonly delimiter: string;
  readonly linesBefore: number;
}

function readRows(text: string, { delimiter, linesBefore }: Layout): Grid {
  const rows: GridRow[] = [];
  const problems: RosterProblem[] = [];
  let lastLine = linesBefore;
  const keep = (record: string[], { lines }: InfoRecord): null => {
    const row = rowOf(record, lastLine + 1);
    lastLine = linesBefore + lines;
    if (isBlank(row)) return null;
    if (rows.length > LIMITS.rows) {
      throw new RosterFault({ key: 'too-many-rows', limit: LIMITS.rows });
    }
    rows.push(row);
    return null;
  };
  try {
    parse(text, { ...OPTIONS, delimiter, on_record: keep });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // The one mistake there can be with quotes that are read as Excel does.
    const column = typeof error['column'] === 'number' ? error['column'] + 1 : 1;
    problems.push({ line: lastLine + 1, column, reason: { key: 'quote-open' } });
  }
  return { rows, problems, warnings: [] };
}

const OPTIONS = {
  record_delimiter: '\n',
  // As spreadsheets do: a quote inside a cell that does not begin with one is a character.
  relax_quotes: true,
  // Told by whoever knows the header, with the row's place.
  relax_column_count: true,
} as const;

function rowOf(record: readonly string[], line: number): GridRow {
  const cells = record.map((text, index) => ({ column: index + 1, kind: 'text' as const, text }));
  return { line, cells, width: record.length };
}

/** What separates the cells: that which makes most sense of a header line. */
function delimiterOf(text: string): string {
  const start = text.trimStart().slice(0, HEADER_LENGTH);
  // In most files the first line is the header, and one separator parts it.
  const [best, score] = bestOf(start, 1);
  return score > 1 ? best : bestOf(start, MAX_LINES_ABOVE_HEADER)[0];
}

/** The separator by which one of the first lines names most columns, and how many. */
function bestOf(text: string, lines: number): readonly [string, number] {
  const scores = DELIMITERS.map(
    (delimiter) => [delimiter, scoreOf(headersWith(text, delimiter, lines))] as const,
  );
  return scores.reduce((one, other) => (other[1] > one[1] ? other : one));
}

/** A line with the SIRET's column beats any other; of those without, the first may be meant. */
function scoreOf(rows: readonly (readonly string[])[]): number {
  const named = Math.max(0, ...rows.map(namedColumns));
  const [first = []] = rows;
  const isKnown = (header: string): boolean => columnNamed(header) !== undefined;
  // Less than a whole column: it only tells the separators apart.
  return named > 0 ? named : first.filter(isKnown).length / (2 * ROSTER_COLUMNS.length);
}

/** The first rows; those before a mistake in the quotes, which is told later. */
function headersWith(
  text: string,
  delimiter: string,
  lines = MAX_LINES_ABOVE_HEADER,
): readonly (readonly string[])[] {
  const rows: string[][] = [];
  const keep = (record: string[]): null => {
    rows.push(record);
    return null;
  };
  try {
    parse(text, { ...OPTIONS, delimiter, to: lines, on_record: keep });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
  }
  return rows;
}

function expectFewLines(text: string): void {
  let lines = 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1;
  if (lines > LIMITS.lines) throw new RosterFault({ key: 'too-many-rows', limit: LIMITS.lines });
}
