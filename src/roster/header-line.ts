import type { RosterProblem } from '../errors/roster-problem.ts';
import { parseSiret } from '../domain/siret.ts';
import { cleanSiret, excerpt } from './cell-text.ts';
import { columnNamed } from './columns.ts';
import type { GridRow } from './grid.ts';

/** Titles, dates and remarks may precede the header line; with more lines it is not a roster. */
export const MAX_LINES_ABOVE_HEADER = 30;

/** The header line with the rows below it, and warnings about the rows above it. */
export interface FoundHeader {
  readonly header: GridRow;
  readonly rows: readonly GridRow[];
  readonly problems: readonly RosterProblem[];
  readonly warnings: readonly RosterProblem[];
}

/** Returns the number of cells that name a column; 0 unless one of them names the SIRET's. */
export function namedColumns(texts: readonly string[]): number {
  const names = texts.map(columnNamed).filter((name) => name !== undefined);
  return names.includes('siret') ? names.length : 0;
}

/**
 * Finds the header line among the first rows: the one that names most columns, including the
 * SIRET's. By default it is the first row, so that its mistakes are reported.
 */
export function findHeader(rows: readonly [GridRow, ...GridRow[]]): FoundHeader {
  const scores = rows
    .slice(0, MAX_LINES_ABOVE_HEADER)
    .map(({ cells }) => namedColumns(cells.map(({ text }) => excerpt(text))));
  const index = scores.indexOf(Math.max(...scores));
  const header = rows[index] ?? rows[0];
  const above = rows.slice(0, index);
  const [first] = above;
  const problems = above.filter(hasSiret).map(({ line }) => ({
    line,
    column: 1,
    reason: { key: 'siret-above-header', header: header.line } as const,
  }));
  return {
    header,
    rows: rows.slice(index + 1),
    problems,
    warnings: first === undefined ? [] : [aboveHeader(first, above.length)],
  };
}

function aboveHeader({ line, cells }: GridRow, count: number): RosterProblem {
  const value = cells.map(({ text }) => excerpt(text)).find((text) => text !== '') ?? '';
  return { line, column: 1, reason: { key: 'rows-above-header', count, value } };
}

function hasSiret({ cells }: GridRow): boolean {
  return cells.some(({ text }) => 'siret' in parseSiret(cleanSiret(text)));
}
