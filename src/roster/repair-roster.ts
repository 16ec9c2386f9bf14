import type { RosterColumn, RosterProblem } from '../errors/roster-problem.ts';
import { beginsFormula, BYTE_ORDER_MARK, digitsCell, quotedCell } from '../files/csv-cells.ts';
import { cleanSiret, cleanText, excerpt, withoutGuard } from './cell-text.ts';
import { readHeader, type HeaderLine } from './columns.ts';
import { undoDoubleEncoding } from './garbled.ts';
import { cellAt, isBlank, RosterFault, type Cell, type GridRow } from './grid.ts';
import { findHeader } from './header-line.ts';
import type { RosterOptions } from './rows.ts';
import { parseRoster, readGrid, wholeFile, type RosterFindings } from './parse-roster.ts';

/** A corrected value, with its position in the original file. */
export interface Repair {
  readonly line: number;
  readonly column: number;
  readonly header: string;
  readonly before: string;
  readonly after: string;
}

/** A roster with the characters that spreadsheets removed restored, as CSV text. */
export interface RepairedRoster {
  readonly text: string;
  readonly mended: readonly Repair[];
  /** The result of parsing the text. */
  readonly findings: RosterFindings;
}

/** Mistakes that have exactly one correction. */
const MENDABLE: ReadonlySet<string> = new Set(['phone-zero-lost', 'phone-plus-lost']);

/**
 * Repairs mistakes with exactly one correction: zeros and a plus that a spreadsheet removed, and
 * doubly encoded UTF-8. Keeps every row and column; removes titles above the header.
 * @returns the mistakes that a person has to correct, if any: then nothing is repaired.
 */
export function repairRoster(
  bytes: Buffer,
  options: RosterOptions,
): RepairedRoster | { readonly findings: RosterFindings } {
  const before = parseRoster(bytes, options);
  const problems = before.problems.filter((problem) => !isMendable(problem));
  if (problems.length > 0) return { findings: { ...before, problems } };
  try {
    const [first, ...others] = readGrid(bytes, options).rows.filter((row) => !isBlank(row));
    if (first === undefined) throw new RosterFault({ key: 'file-empty' });
    const { header: headerRow, rows } = findHeader([first, ...others]);
    return written(headerRow, rows, before.problems, options);
  } catch (error) {
    if (error instanceof RosterFault) return { findings: wholeFile(error) };
    throw error;
  }
}

function isMendable({ reason }: RosterProblem): boolean {
  if (reason.key === 'siret') return reason.fault === 'leading-zero-lost';
  return MENDABLE.has(reason.key);
}

function written(
  headerRow: GridRow,
  rows: readonly GridRow[],
  problems: readonly RosterProblem[],
  options: RosterOptions,
): RepairedRoster {
  const header = readHeader(headerRow);
  const names = new Map([...header.columns].map(([name, { column }]) => [column, name]));
  const wrong = new Set(problems.map(({ line, column }) => `${line}:${column}`));
  const last = Math.max(...header.named);
  const columns = Array.from({ length: last }, (_, index) => index + 1);
  const mended: Repair[] = [];
  const valueOf = (row: GridRow, column: number): string => {
    const cell = cellAt(row, { column });
    const name = names.get(column);
    if (cell === undefined) return '';
    if (name === undefined) return withoutGuard(cleanText(cell.text));
    const { line } = row;
    const { before, after } = mendedCell(cell, name, wrong.has(`${line}:${column}`));
    if (before !== after)
      mended.push({ line, column, header: headerOf(header, name), before, after });
    return after;
  };
  const lines = [
    columns.map((column) => cleanText(cellAt(headerRow, { column })?.text ?? '')),
    ...rows.map((row) => columns.map((column) => valueOf(row, column))),
  ].map((cells) => `${cells.map(cellOf).join(';')}\r\n`);
  const text = BYTE_ORDER_MARK + lines.join('');
  return { text, mended, findings: parseRoster(Buffer.from(text), options) };
}

function headerOf({ columns }: HeaderLine, name: RosterColumn): string {
  return columns.get(name)?.header ?? name;
}

function mendedCell(
  { text }: Cell,
  name: RosterColumn,
  isWrong: boolean,
): { readonly before: string; readonly after: string } {
  if (name === 'siret') {
    const before = excerpt(cleanSiret(text)).replace(/\s/gu, '');
    return { before, after: before.padStart(14, '0') };
  }
  const before = withoutGuard(cleanText(text));
  const whole = undoDoubleEncoding(before) ?? before;
  if (!isWrong) return { before, after: whole };
  const digits = before.replace(/\s/gu, '');
  return { before, after: digits.length === 9 ? `0${digits}` : `+${digits}` };
}

/** Returns a cell that no spreadsheet runs or changes, and that raccord reads back unchanged. */
function cellOf(text: string): string {
  if (/^[\d ]+$/u.test(text)) return digitsCell(text);
  return quotedCell(beginsFormula(text.replace(/^'+/u, '')) ? `'${text}` : text);
}
