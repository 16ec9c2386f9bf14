import { RaccordError } from '../../src/domain/errors.ts';
import { lookAt, type Scope } from '../../src/seeing/look-at.ts';
import { rowsOf, type Row } from '../../src/seeing/table-rows.ts';
import { tableWith } from '../../src/seeing/tables.ts';
import type { Wording } from '../../src/seeing/wording.ts';
import { until } from './waiting.ts';
import { listWordings } from './wordings.ts';

/** How long what stands in place of rows may take to make room for them, in milliseconds. */
const FILLING_MS = 5_000;

/**
 * Reads the rows of the table that has these columns, by the words of its header cells; their order
 * says nothing.
 *
 * @param optional columns that a row goes without where the table does.
 * @returns undefined where no table has the first column, nor all of the others.
 * @throws RaccordError COLUMN_NOT_FOUND where the table lacks one of the columns, or where what
 * stands in it can neither be read as rows nor says that there are none.
 */
export async function readTable<K extends string, O extends string = never>(
  scope: Scope,
  columns: Readonly<Record<K, Wording>>,
  where: string,
  optional = {} as Readonly<Record<O, Wording>>,
): Promise<Row<K, O>[] | undefined> {
  let unread: readonly string[] = [];
  const notFound = (column: K, present: readonly string[]): RaccordError =>
    new RaccordError('COLUMN_NOT_FOUND', { column: columns[column][0], where, present });
  const read = await until(async () => {
    const table = tableWith(await lookAt(scope), Object.values<Wording>(columns));
    if (table === undefined) return { rows: undefined };
    const reading = rowsOf(table, columns, optional, listWordings.none);
    if (reading.kind === 'lacks') throw notFound(reading.column, table.headers);
    if (reading.kind === 'rows') return { rows: reading.rows };
    unread = reading.shown;
    return undefined;
  }, FILLING_MS);
  if (read !== undefined) return read.rows;
  throw notFound((Object.keys(columns) as K[])[0] as K, unread);
}
