import type { Contact } from '../domain/outcome.ts';
import type { RosterColumn, RosterProblem } from '../domain/roster-problem.ts';
import { cleanText } from './cell-text.ts';
import type { HeaderLine } from './columns.ts';
import { cellAt, type GridRow } from './grid.ts';

/** What the portal's form insists on ("Nom Prénom", "Téléphone", "Adresse électronique"). */
const MANDATORY: readonly (readonly [keyof Contact, RosterColumn])[] = [
  ['name', 'contact_name'],
  ['phone', 'contact_phone'],
  ['email', 'contact_email'],
];

/**
 * The rows whose contact neither the roster nor the configuration completes: one problem for a
 * column that is not there at all, else one for each empty cell.
 */
export function contactGaps(
  rows: readonly GridRow[],
  header: HeaderLine,
  defaults: Partial<Contact>,
): readonly RosterProblem[] {
  if (rows.length === 0) return [];
  return MANDATORY.filter(([part]) => defaults[part] === undefined).flatMap(([, column]) => {
    const reason = { key: 'contact-missing', column } as const;
    const place = header.columns.get(column);
    if (place === undefined) return [{ line: header.line, column: 1, reason }];
    return rows
      .filter((row) => row.width === header.width)
      .filter((row) => cleanText(cellAt(row, place)?.text ?? '') === '')
      .map(({ line }) => ({ line, column: place.column, reason }));
  });
}
