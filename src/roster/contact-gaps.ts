import type { Contact } from '../domain/outcome.ts';
import type { RosterColumn, RosterProblem } from '../errors/roster-problem.ts';
import { cleanText } from './cell-text.ts';
import type { HeaderLine } from './columns.ts';
import { cellAt, type GridRow } from './grid.ts';

/** Fields that the portal's form requires ("Nom Prénom", "Téléphone", "Adresse électronique"). */
const MANDATORY: readonly (readonly [keyof Contact, RosterColumn])[] = [
  ['name', 'contact_name'],
  ['phone', 'contact_phone'],
  ['email', 'contact_email'],
];

/**
 * Returns the contacts that are incomplete in both roster and configuration: one problem for each
 * missing column, otherwise one for each empty cell.
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
      .filter((row) => cleanText(cellAt(row, place)?.text ?? '') === '')
      .map(({ line }) => ({ line, column: place.column, reason }));
  });
}

/** Parts of a contact that the configuration can provide. */
const PARTS = [...MANDATORY, ['fax', 'contact_fax'] as const];

/**
 * Returns warnings about contacts in the roster whose missing parts are taken from the configured
 * contact: the declared contact would then mix two people.
 */
export function configuredContacts(
  rows: readonly GridRow[],
  header: HeaderLine,
  defaults: Partial<Contact>,
): readonly RosterProblem[] {
  const isEmpty = (row: GridRow, column: RosterColumn): boolean =>
    cleanText(cellAt(row, header.columns.get(column))?.text ?? '') === '';
  if (PARTS.every(([part]) => defaults[part] === undefined)) return [];
  const hasContacts = rows.some((row) => PARTS.some(([, column]) => !isEmpty(row, column)));
  if (!hasContacts) return [];
  return PARTS.flatMap(([part, column]) => {
    const value = defaults[part];
    if (value === undefined) return [];
    const empty = rows.filter((row) => isEmpty(row, column));
    const [first] = empty;
    if (first === undefined) return [];
    const place = header.columns.get(column)?.column ?? 1;
    const count = empty.length;
    const reason = { key: 'contact-from-configuration', column, count, value } as const;
    return [{ line: first.line, column: place, reason }];
  });
}
