import {
  ROSTER_COLUMNS,
  type RosterColumn,
  type RosterProblem,
  type RosterReason,
} from '../errors/roster-problem.ts';
import { editDistance } from '../domain/text-similarity.ts';
import { parseSiret } from '../domain/siret.ts';
import { excerpt } from './cell-text.ts';
import type { GridRow, MergedCells } from './grid.ts';

/** Alternative names of columns. Case, accents, spaces and punctuation are ignored. */
const HEADERS: Readonly<Record<RosterColumn, readonly string[]>> = {
  siret: [
    'n° siret',
    'n° de siret',
    'numéro siret',
    'numéro de siret',
    'code siret',
    'siret number',
  ],
  application: [
    "nom de l'application",
    "nom de l'application PISTE",
    'nom application',
    'application PISTE',
    'application name',
  ],
  contact_name: ['nom prénom', 'nom et prénom', 'contact', 'nom du contact'],
  contact_phone: ['téléphone', 'téléphone du contact', 'tél', 'phone', 'phone number'],
  contact_email: ['adresse électronique', 'e-mail', 'mail', 'courriel', 'adresse e-mail'],
  contact_fax: ['fax'],
  account_email: ['e-mail du contact', 'e-mail du compte', 'contact e-mail of the account'],
};

const COLUMN_OF: ReadonlyMap<string, RosterColumn> = new Map(
  ROSTER_COLUMNS.flatMap((column) =>
    [column, ...HEADERS[column]].map((header) => [keyOf(header), column] as const),
  ),
);

export interface HeaderLine {
  readonly line: number;
  readonly width: number | undefined;
  readonly columns: ReadonlyMap<RosterColumn, HeaderCell>;
  /** The numbers of columns that have a header, known or not. */
  readonly named: ReadonlySet<number>;
  readonly problems: readonly RosterProblem[];
  readonly warnings: readonly RosterProblem[];
}

export interface HeaderCell {
  readonly column: number;
  /** As written in the file. */
  readonly header: string;
}

/** Returns the column that a header names; a trailing remark in brackets is ignored. */
export function columnNamed(header: string): RosterColumn | undefined {
  return COLUMN_OF.get(keyOf(header)) ?? COLUMN_OF.get(keyOf(header.replace(/\(.*\)/u, '')));
}

/** Short names resemble too many others; a trailing number makes another column ("e-mail 2"). */
const MIN_MISSPELT_LENGTH = 5;
const LONG_NAME = 10;

/** Common columns whose names resemble the SIRET's. */
const OTHERS: ReadonlySet<string> = new Set(['siren', 'sirens', 'sirets', 'contrat', 'contrats']);

/** Returns the column that a header with a wrong letter or two probably means. */
function columnMeant(header: string): RosterColumn | undefined {
  const key = keyOf(header);
  if (key.length < MIN_MISSPELT_LENGTH || /\d$/u.test(key) || OTHERS.has(key)) return undefined;
  const most = key.length >= LONG_NAME ? 2 : 1;
  const near = [...COLUMN_OF.keys()].find(
    (known) => Math.abs(known.length - key.length) <= most && editDistance(known, key) <= most,
  );
  return near === undefined ? undefined : COLUMN_OF.get(near);
}

/** Reads the header line; rows can be read if the column of the SIRET is known. */
export function readHeader({ line, cells, width }: GridRow): HeaderLine {
  const columns = new Map<RosterColumn, HeaderCell>();
  const named = new Set<number>();
  const problems: RosterProblem[] = [];
  const warnings: RosterProblem[] = [];
  const tell = (column: number, reason: RosterReason) => problems.push({ line, column, reason });
  for (const { column, text } of cells) {
    const header = excerpt(text);
    if (header === '') continue;
    named.add(column);
    const name = columnNamed(header);
    const first = name === undefined ? undefined : columns.get(name);
    const meant = name === undefined ? columnMeant(header) : undefined;
    if (meant !== undefined) tell(column, { key: 'column-misspelt', header, meant });
    else if (name === undefined) {
      warnings.push({ line, column, reason: { key: 'column-unknown', header } });
    } else if (first === undefined) columns.set(name, { column, header });
    else tell(column, { key: 'column-twice', header, firstHeader: first.header });
  }
  const ambiguous = ambiguousEmail(columns);
  if (ambiguous !== undefined) {
    tell(ambiguous.column, { key: 'column-ambiguous', header: ambiguous.header });
  }
  const found = { line, width, columns, named, warnings };
  if (columns.has('siret')) return { ...found, problems };
  // A line with a SIRET is data, not headers: one mistake says more than one for each cell.
  if (columns.size === 0 && cells.some(({ text }) => 'siret' in parseSiret(text, 'warned'))) {
    return {
      ...found,
      problems: [{ line, column: 1, reason: { key: 'header-missing' } }],
      warnings: [],
    };
  }
  tell(1, { key: 'siret-column-missing' });
  return { ...found, problems };
}

/**
 * Returns the column "E-mail du contact" if others are called "… du contact" too, and none is the
 * contact's e-mail. The portal calls the account's e-mail so; beside those it seems the contact's.
 */
function ambiguousEmail(columns: HeaderLine['columns']): HeaderCell | undefined {
  const email = columns.get('account_email');
  if (email === undefined || columns.has('contact_email') || !isOfContact(email)) return undefined;
  const others = (['contact_name', 'contact_phone', 'contact_fax'] as const).flatMap(
    (name) => columns.get(name) ?? [],
  );
  return others.some(isOfContact) ? email : undefined;
}

function isOfContact({ header }: HeaderCell): boolean {
  return keyOf(header.replace(/\(.*\)/u, '')).endsWith('ducontact');
}

function keyOf(header: string): string {
  return header
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z0-9]/gu, '');
}

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
