import type { RosterProblem } from '../errors/roster-problem.ts';
import type { HeaderLine } from './columns.ts';
import type { GridRow, MergedCells } from './grid.ts';

/**
 * Returns the merged cells that leave a cell of a roster empty: only the first one holds the value,
 * and the intended values of the others cannot be known.
 */
export function mergedProblems(
  merges: readonly MergedCells[],
  { line: headerLine, columns }: HeaderLine,
  rows: readonly GridRow[],
): readonly RosterProblem[] {
  const read = [...columns.values()];
  const lines = rows.map(({ line }) => line);
  return merges.flatMap((merge) => {
    const { from, to, range } = merge;
    const covered = lines.filter((line) => line >= from.line && line <= to.line);
    const place = read.find(({ column }) =>
      // The first column keeps its value in the first line.
      column === from.column
        ? covered.some((line) => line > from.line)
        : covered.length > 0 && column > from.column && column <= to.column,
    );
    if (place === undefined) return [];
    const line = Math.max(from.line, headerLine);
    const reason = { key: 'merged-cells', header: place.header, range } as const;
    return [{ line, column: place.column, reason }];
  });
}
