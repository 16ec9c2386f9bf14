import { CsvError, parse, type InfoRecord } from 'csv-parse/sync';
import { ROSTER_COLUMNS, type RosterProblem } from '../domain/roster-problem.ts';
import { columnNamed } from './columns.ts';
import { HEADER_WITHIN, namedColumns } from './header-line.ts';
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
  const body = unified.slice(separator?.[0].length ?? 0);
  return readRows(body, {
    delimiter: separator?.[1] ?? delimiterOf(body),
    linesBefore: separator === null ? 0 : 1,
  });
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
  const scores = DELIMITERS.map((delimiter) => ({ delimiter, score: scoreOf(start, delimiter) }));
  const best = scores.reduce((one, other) => (other.score > one.score ? other : one));
  return best.delimiter;
}

/** A line with the SIRET's column beats any other. */
function scoreOf(text: string, delimiter: string): number {
  const scores = headersWith(text, delimiter).map((cells) => {
    const known = cells.filter((header) => columnNamed(header) !== undefined).length;
    return known + namedColumns(cells) * ROSTER_COLUMNS.length;
  });
  return Math.max(0, ...scores);
}

/** The first rows; those before a mistake in the quotes, which is told later. */
function headersWith(text: string, delimiter: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  const keep = (record: string[]): null => {
    rows.push(record);
    return null;
  };
  try {
    parse(text, { ...OPTIONS, delimiter, to: HEADER_WITHIN, on_record: keep });
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
