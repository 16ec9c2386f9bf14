import { RaccordError } from '../../src/domain/errors.ts';
import type { Scope } from './scope.ts';
import { isWordedAs } from './wording-match.ts';
import type { Wording } from './wordings.ts';

interface ShownTable {
  readonly headers: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/**
 * Reads the rows of the table that has these columns, by the words of its header cells; their order
 * says nothing. A row that has not one cell a column ("Aucune donnée à afficher") is no row.
 *
 * @param optional columns that a row goes without where the table does.
 * @returns undefined where no table has the first column, nor all of the others.
 * @throws RaccordError COLUMN_NOT_FOUND where the table lacks one of the columns.
 */
export async function readTable<K extends string, O extends string = never>(
  scope: Scope,
  columns: Readonly<Record<K, Wording>>,
  where: string,
  optional?: Readonly<Record<O, Wording>>,
): Promise<(Record<K, string> & Partial<Record<O, string>>)[] | undefined> {
  const names = Object.keys(columns) as K[];
  const [key, ...others] = names;
  if (key === undefined) throw new Error('a table is known by its columns');
  const has = ({ headers }: ShownTable, name: K): boolean =>
    indexOfColumn(headers, columns[name]) !== -1;
  const isMeant = (table: ShownTable): boolean => has(table, key);
  const marked = await markedTables(scope);
  const table =
    marked.find(isMeant) ??
    (await seenTables(scope)).find(isMeant) ??
    // One that lacks nothing else is the one, and no sign of an empty list.
    marked.find((one) => others.length > 1 && others.every((name) => has(one, name)));
  if (table === undefined) return undefined;
  const indexes = names.map((name) => {
    const index = indexOfColumn(table.headers, columns[name]);
    if (index !== -1) return [name, index] as const;
    throw new RaccordError('COLUMN_NOT_FOUND', {
      column: columns[name][0],
      where,
      present: table.headers,
    });
  });
  const more = Object.entries<Wording>(optional ?? {})
    .map(([name, wording]) => [name, indexOfColumn(table.headers, wording)] as const)
    .filter(([, index]) => index !== -1);
  return table.rows
    .filter((cells) => cells.length === table.headers.length)
    .map((cells) => {
      const named = [...indexes, ...more].map(([name, index]) => [name, cells[index] ?? '']);
      return Object.fromEntries(named) as Record<K, string> & Partial<Record<O, string>>;
    });
}

function indexOfColumn(headers: readonly string[], wording: Wording): number {
  return headers.findIndex((header) =>
    // A sortable header ends in an arrow.
    isWordedAs(header.replace(/[^\p{L}\p{N})]+$/u, ''), wording),
  );
}

/** The tables of a page that their tags or roles make tables. */
async function markedTables(scope: Scope): Promise<ShownTable[]> {
  return scope.locator('table, [role=table], [role=grid], [role=treegrid]').evaluateAll(tablesOf);
}

/** What is a table for the eye alone: a line of titles, and lines of as many parts under it. */
async function seenTables(scope: Scope): Promise<ShownTable[]> {
  return scope.locator(':has(> :nth-child(3))').evaluateAll((blocks) => {
    const textOf = (cell: Element): string => cell.textContent.replace(/\s+/gu, ' ').trim();
    return blocks.flatMap((block) => {
      const headers = [...block.children].map(textOf);
      if (block.getClientRects().length === 0) return [];
      // A form's label is no title of a column.
      if (block.querySelector('label, select, textarea') !== null) return [];
      if (!headers.every((text) => text !== '' && text.length < 60)) return [];
      const beside: Element[] = [];
      for (let next = block.nextElementSibling; next !== null; next = next.nextElementSibling) {
        beside.push(next);
      }
      const lines =
        beside.length > 0 ? beside : [...(block.parentElement?.nextElementSibling?.children ?? [])];
      return [{ headers, rows: lines.map((line) => [...line.children].map(textOf)) }];
    });
  });
}

/** Runs inside the page, so it can use nothing from outside. */
function tablesOf(tables: Element[]): ShownTable[] {
  const isShown = (element: Element): boolean => element.getClientRects().length > 0;
  const textOf = (cell: Element): string => {
    const copy = cell.cloneNode(true) as Element;
    // What sorts a column has words for those who do not see.
    for (const aside of copy.querySelectorAll('svg, [role=tooltip], .mat-icon')) aside.remove();
    return copy.textContent.replace(/\s+/gu, ' ').trim();
  };
  const CELLS = 'td, th, [role=cell], [role=gridcell], [role=columnheader], [role=rowheader]';
  const read = tables.filter(isShown).map((table) => {
    const lines = [...table.querySelectorAll('tr, [role=row]')].map((line) => ({
      isHead: line.querySelector('th, [role=columnheader]') !== null,
      cells: [...line.querySelectorAll(CELLS)].filter(
        (cell) => cell.closest('tr, [role=row]') === line,
      ),
    }));
    const titles = lines.find(({ isHead }) => isHead);
    const head = titles ?? lines[0];
    return {
      hasTitles: titles !== undefined,
      headers: head?.cells.map(textOf) ?? [],
      rows: lines.filter((line) => line !== head).map(({ cells }) => cells.map(textOf)),
    };
  });
  // Some widgets keep the titles in a table of their own, above the one that scrolls.
  return read.map((table, index) => {
    const below = read[index + 1];
    const isHeadAlone =
      table.rows.length === 0 &&
      below?.hasTitles === false &&
      below.headers.length === table.headers.length;
    return isHeadAlone ? { headers: table.headers, rows: [below.headers, ...below.rows] } : table;
  });
}
