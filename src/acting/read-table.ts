import { type AnyRaccordError, RaccordError } from '../errors/raccord-error.ts';
import type { Box, Look } from '../seeing/look.ts';
import { lookAt, type Scope } from '../seeing/look-at.ts';
import { hasColumn, rowsOf, type Row, type TableWords } from '../seeing/table-rows.ts';
import { columnTitles, tableWith } from '../seeing/tables.ts';
import type { Wording } from '../seeing/wording.ts';
import { knowledgeOf, notFitting, wordsFor, type Sought } from './knowledge.ts';
import { USUAL, wordsOfMore } from './next-page.ts';
import { orTaught } from './teach.ts';
import { sentencesOfNone, teachEmptyList } from './teach-empty-list.ts';
import { waitFor } from './wait-for.ts';

/** Timeout for a placeholder to be replaced by rows, in milliseconds. */
const FILLING_MS = 5_000;

/** The columns of a table, identified by their header cells in any order. */
export interface TableSought<K extends string, O extends string> extends TableWords {
  readonly columns: Readonly<Record<K, Wording>>;
  /** Columns that rows lack if the table lacks them. */
  readonly optional?: Readonly<Record<O, Wording>>;
  /** The name of the page, for messages. */
  readonly where: string;
  /** True if its pages are not turned: a table that goes on is waited for, and is an error then. */
  readonly isOnePage?: boolean;
}

/** The rows of a table, and the look that shows them. */
export interface ReadTable<R> {
  readonly rows: R[];
  readonly look: Look;
  /** The place of the table; absent without one. */
  readonly box?: Box;
}

/**
 * Reads the rows of the table with these columns.
 * @param latest the latest look, if nothing was done since.
 * @returns undefined if no table has the first column or all of the others.
 * @throws RaccordError COLUMN_NOT_FOUND if the table lacks one of the columns, or if its contents
 * can neither be read as rows nor say that there are none; CONTROL_NOT_FOUND if it goes on after
 * its only page.
 */
export async function readTable<K extends string, O extends string = never>(
  scope: Scope,
  sought: TableSought<K, O>,
  latest?: Look,
): Promise<ReadTable<Row<K, O>> | undefined> {
  const { columns, none, where } = sought;
  const soughtColumn = (label: string): Sought | undefined => {
    const wording = Object.values<Wording>(columns).find(([first]) => first === label);
    return wording && { kind: 'column', wording, where };
  };
  for (;;) {
    const read = await orTaught(
      scope,
      (error) =>
        error.code === 'COLUMN_NOT_FOUND'
          ? soughtColumn(error.details.column)
          : error.code === 'TAUGHT_NOT_FITTING'
            ? soughtColumn(error.details.label)
            : undefined,
      () => readKnown(scope, sought, latest),
    );
    if (!('unread' in read)) return read.table;
    const { unread } = read;
    if (await teachEmptyList(scope, { none, where }, unread)) continue;
    throw notFound(columns, where, unread);
  }
}

/** A table, `undefined` without one, or what it shows instead of rows. */
type Read<R> =
  { readonly table: ReadTable<R> | undefined } | { readonly unread: readonly string[] };

/** Reads the rows without asking a person for a missing column. */
async function readKnown<K extends string, O extends string>(
  scope: Scope,
  sought: TableSought<K, O>,
  latest?: Look,
): Promise<Read<Row<K, O>>> {
  const { columns, none, where, isOnePage = false } = sought;
  const optional = sought.optional ?? ({} as Readonly<Record<O, Wording>>);
  const named = asTaught(scope, columns);
  let before = latest;
  let unread: readonly string[] = [];
  let goesOn: readonly string[] = [];
  const read = await waitFor(async (): Promise<Read<Row<K, O>> | undefined> => {
    const look = before ?? (await lookAt(scope));
    before = undefined;
    const table = tableWith(look, Object.values<Wording>(named));
    if (table === undefined) {
      const titles = columnTitles(look).flat();
      const isAsked = knowledgeOf(scope)?.teacher !== undefined && titles.length > 0;
      if (isAsked) throw notFound(columns, where, titles);
      return { table: undefined };
    }
    for (const name of Object.keys(columns) as K[]) {
      if (named[name] === columns[name]) continue;
      const titles = table.headers.filter((title) => hasColumn({ headers: [title] }, named[name]));
      if (titles.length === 1) continue;
      throw notFitting(scope, { kind: 'column', wording: columns[name], where }, titles);
    }
    const said = { ...sought, none: sentencesOfNone(scope, none) };
    const reading = rowsOf(table, named, optional, said);
    if (reading.kind === 'lacks') {
      throw notFound({ column: columns[reading.column] }, where, table.headers);
    }
    if (reading.kind === 'unread') {
      [unread, goesOn] = [reading.shown, []];
      return undefined;
    }
    const { rows } = reading;
    goesOn = isOnePage
      ? wordsOfMore({ look, box: table.box, read: { pages: 1, rows: rows.length }, isOnePage })
      : [];
    return goesOn.length > 0 ? undefined : { table: { rows, look, box: table.box } };
  }, FILLING_MS);
  if (read === undefined && goesOn.length > 0) {
    throw new RaccordError('CONTROL_NOT_FOUND', { label: USUAL[0], where, present: goesOn });
  }
  return read ?? { unread };
}

/** Returns the error for the first of some columns, with what is there instead. */
function notFound(
  columns: Readonly<Record<string, Wording>>,
  where: string,
  present: readonly string[],
): AnyRaccordError {
  const column = Object.values(columns)[0]?.[0] ?? '';
  return new RaccordError('COLUMN_NOT_FOUND', { column, where, present });
}

/** Returns the columns with the titles that were taught for this page, if any. */
function asTaught<K extends string>(
  scope: Scope,
  columns: Readonly<Record<K, Wording>>,
): Record<K, Wording> {
  const named = Object.entries<Wording>(columns).map(([name, wording]) => [
    name,
    wordsFor(scope, { kind: 'column', wording }) ?? wording,
  ]);
  return Object.fromEntries(named) as Record<K, Wording>;
}
