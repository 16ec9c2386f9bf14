import type { RosterEntry } from '../domain/roster-entry.ts';
import type { RosterProblem, RosterColumn } from '../errors/roster-problem.ts';
import { readHeader, mergedProblems, type HeaderLine } from './columns.ts';
import { readCsv } from './read-csv.ts';
import { decodeText } from './decode-text.ts';
import { fileKindOf } from './file-bytes.ts';
import { findHeader } from './header-line.ts';
import { isBlank, RosterFault, type Grid, cellAt, type GridRow } from './grid.ts';
import { readRows, type RosterOptions, type ForeignText } from './rows.ts';
import { swallowedRows } from './swallowed-rows.ts';
import { readWorkbook } from './xlsx/workbook.ts';
import type { Contact } from '../domain/outcome.ts';
import { cleanText } from './cell-text.ts';

/** The result of reading a roster. If there are problems, the entries must not be used. */
export interface RosterFindings {
  readonly entries: readonly RosterEntry[];
  readonly problems: readonly RosterProblem[];
  readonly warnings: readonly RosterProblem[];
}

/** Parses and checks the bytes of any file as a roster; returns all mistakes. */
export function parseRoster(bytes: Buffer, options: RosterOptions): RosterFindings {
  try {
    return understand(readGrid(bytes, options), options);
  } catch (error) {
    if (!(error instanceof RosterFault)) throw error;
    return wholeFile(error);
  }
}

/** Returns the single mistake of an unreadable file, at its beginning. */
export function wholeFile({ reason }: RosterFault): RosterFindings {
  return { entries: [], problems: [{ line: 1, column: 1, reason }], warnings: [] };
}

/**
 * Returns the raw rows of a file.
 * @throws RosterFault if it cannot be read as a roster.
 */
export function readGrid(bytes: Buffer, { sheet }: RosterOptions): Grid {
  const kind = fileKindOf(bytes);
  if (kind === 'zip') return readWorkbook(bytes, sheet);
  if (kind !== 'text') throw new RosterFault({ key: 'file-kind', kind });
  const { text, isGuessed } = decodeText(bytes);
  return { ...readCsv(text), isGuessed };
}

function understand(grid: Grid, options: RosterOptions): RosterFindings {
  const [first, ...others] = grid.rows.filter((row) => !isBlank(row));
  if (first === undefined) {
    if (grid.problems.length > 0) return { entries: [], ...grid };
    throw new RosterFault({ key: 'file-empty' });
  }
  const found = findHeader([first, ...others]);
  const header = readHeader(found.header);
  const problems = inOrder([...found.problems, ...header.problems, ...grid.problems]);
  const warnings = inOrder([...grid.warnings, ...found.warnings, ...header.warnings]);
  // Without the SIRET column no row can be read.
  if (!header.columns.has('siret')) return { entries: [], problems, warnings };
  const { rows } = found;
  const { delimiter } = grid;
  const read = readRows(rows, header, options);
  const { defaults } = options;
  const gaps = defaults === undefined ? [] : contactGaps(read.readable, header, defaults);
  const areWarnings = options.contact === 'warned';
  return {
    entries: read.entries,
    problems: inOrder([
      ...problems,
      ...mergedProblems(grid.merges ?? [], header, rows),
      ...(delimiter === undefined ? [] : swallowedRows([first, ...others], header, delimiter)),
      ...read.problems,
      ...(areWarnings ? [] : gaps),
    ]),
    warnings: inOrder([
      ...warnings,
      ...(rows.length === 0 && problems.length === 0 ? [noRows(found.header.line)] : []),
      ...(grid.isGuessed === true ? guessed(read.foreign) : []),
      ...read.warnings,
      ...(areWarnings ? gaps : []),
      ...configuredContacts(read.readable, header, defaults ?? {}),
    ]),
  };
}

/** Maximum number of texts shown for a guessed encoding. */
const SHOWN_GUESSES = 3;

function guessed([first, ...others]: readonly ForeignText[]): readonly RosterProblem[] {
  if (first === undefined) return [];
  const { line, column } = first;
  const values = [...new Set([first, ...others].map(({ value }) => value))];
  const reason = { key: 'encoding-guessed', values: values.slice(0, SHOWN_GUESSES) } as const;
  return [{ line, column, reason }];
}

function noRows(line: number): RosterProblem {
  return { line, column: 1, reason: { key: 'no-rows' } };
}

function inOrder(problems: readonly RosterProblem[]): readonly RosterProblem[] {
  return problems.toSorted((one, other) => one.line - other.line || one.column - other.column);
}

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
function contactGaps(
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
function configuredContacts(
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
