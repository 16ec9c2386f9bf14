import type { RosterProblem } from '../errors/roster-problem.ts';
import { parseSiret } from '../domain/siret.ts';
import { cleanSiret } from './cell-text.ts';
import type { HeaderLine } from './columns.ts';
import type { Cell, GridRow } from './grid.ts';

/**
 * Returns a problem for each quoted cell that contains another row: between two quotes that do not
 * belong together, rows would be lost or become part of a value. Ignored columns count as well.
 */
export function swallowedRows(
  rows: readonly GridRow[],
  header: HeaderLine,
  delimiter: string,
): readonly RosterProblem[] {
  const siretColumn = header.columns.get('siret')?.column ?? 1;
  const known = new Set([...header.columns.values()].map(({ column }) => column));
  return rows.flatMap(({ line: firstLine, cells }) => {
    let line = firstLine;
    return cells.flatMap(({ column, text }: Cell) => {
      const lines = text.split('\n');
      const swallowed = lines.findIndex((inner, index) => {
        // The first line continues the row that the cells before it began.
        const place = siretColumn - (index === 0 ? column : 1);
        const pieces = inner.split(delimiter);
        // An ignored cell may list SIRETs, one a line.
        return (pieces.length > 1 || known.has(column)) && isSiret(pieces[place]);
      });
      const at = line + swallowed;
      line += lines.length - 1;
      // The SIRET's own cell may have line breaks around it, and is checked as a SIRET.
      if (swallowed === -1 || lines.length === 1 || column === siretColumn) return [];
      return [{ line: firstLine, column, reason: { key: 'row-in-quotes', line: at } as const }];
    });
  });
}

/** Returns true for SIRETs, whether or not they are correct. */
function isSiret(text = ''): boolean {
  const reading = parseSiret(cleanSiret(text), 'warned');
  if ('siret' in reading) return true;
  return !['empty', 'not-digits', 'length'].includes(reading.fault);
}
