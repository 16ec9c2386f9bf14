import { CsvError, parse, type InfoRecord } from 'csv-parse/sync';
import { ROSTER_COLUMNS, type RosterProblem } from '../errors/roster-problem.ts';
import { columnNamed } from './columns.ts';
import { MAX_LINES_ABOVE_HEADER, namedColumns } from './header-line.ts';
import { isBlank, LIMITS, RosterFault, type Grid, type GridRow } from './grid.ts';

const DELIMITERS = [';', ',', '\t', '|'] as const;

/** Enough for any header line and the lines above it. */
const HEADER_LENGTH = 65_536;

/** Excel's own first line, which declares the separator. */
const SEPARATOR_LINE = /^"?sep=([;,\t|])"?\n/iu;

/**
 * Returns the rows of a CSV text. Line numbers are those of the file, even with multi-line cells.
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
 * Removes quotes around whole lines: a spreadsheet adds them to a CSV if it does not know the
 * separator.
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

/** Returns the content of a line that is one quoted cell, or `undefined` for other lines. */
function lineQuoted(line: string): string | undefined {
  const inner = /^"((?:[^"]|"")*)"[;,\t]*$/u.exec(line)?.[1];
  return inner?.replaceAll('""', '"');
}

/** Returns the most columns, the SIRET's among them, that a header names with any separator. */
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
    // The only mistake with quotes that remains when they are read as Excel does.
    const column = typeof error['column'] === 'number' ? error['column'] + 1 : 1;
    problems.push({ line: lastLine + 1, column, reason: { key: 'quote-open' } });
  }
  return { rows, problems, warnings: [], delimiter };
}

const OPTIONS = {
  record_delimiter: '\n',
  // As in spreadsheets: a quote inside a cell that does not begin with one is a character.
  relax_quotes: true,
  // Reported by the row reader, which knows the header and the position.
  relax_column_count: true,
} as const;

function rowOf(record: readonly string[], line: number): GridRow {
  const cells = record.map((text, index) => ({ column: index + 1, kind: 'text' as const, text }));
  return { line, cells, width: record.length };
}

/** Returns the separator with which the header line names most columns. */
function delimiterOf(text: string): string {
  const start = text.trimStart().slice(0, HEADER_LENGTH);
  // In most files the first line is the header, and one separator splits it.
  const [best, score] = bestOf(start, 1);
  return score > 1 ? best : bestOf(start, MAX_LINES_ABOVE_HEADER)[0];
}

/** Returns the separator with which one of the lines names most columns, and its score. */
function bestOf(text: string, lines: number): readonly [string, number] {
  const scores = DELIMITERS.map(
    (delimiter) => [delimiter, scoreOf(headersWith(text, delimiter, lines))] as const,
  );
  return scores.reduce((one, other) => (other[1] > one[1] ? other : one));
}

/** Scores rows: any with the SIRET's column wins; otherwise the first may be the header. */
function scoreOf(rows: readonly (readonly string[])[]): number {
  const named = Math.max(0, ...rows.map(namedColumns));
  const [first = []] = rows;
  const isKnown = (header: string): boolean => columnNamed(header) !== undefined;
  // Less than a whole column: it only tells separators apart.
  return named > 0 ? named : first.filter(isKnown).length / (2 * ROSTER_COLUMNS.length);
}

/** Returns the first rows, up to a mistake in the quotes, which is reported later. */
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
