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
 * @returns undefined where no table has the first column.
 * @throws RaccordError COLUMN_NOT_FOUND where the table lacks one of the others.
 */
export async function readTable<K extends string>(
  scope: Scope,
  columns: Readonly<Record<K, Wording>>,
  where: string,
): Promise<Record<K, string>[] | undefined> {
  const names = Object.keys(columns) as K[];
  const [key] = names;
  if (key === undefined) throw new Error('a table is known by its columns');
  const tables = await shownTables(scope);
  const table = tables.find(({ headers }) => indexOfColumn(headers, columns[key]) !== -1);
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
  return table.rows
    .filter((cells) => cells.length === table.headers.length)
    .map(
      (cells) =>
        Object.fromEntries(indexes.map(([name, index]) => [name, cells[index] ?? ''])) as Record<
          K,
          string
        >,
    );
}

function indexOfColumn(headers: readonly string[], wording: Wording): number {
  return headers.findIndex((header) =>
    // A sortable header ends in an arrow.
    isWordedAs(header.replace(/[^\p{L}\p{N})]+$/u, ''), wording),
  );
}

async function shownTables(scope: Scope): Promise<ShownTable[]> {
  return scope.locator('table').evaluateAll((tables) =>
    tables
      .filter((table) => table.getClientRects().length > 0)
      .map((table) => {
        const textOf = (cell: Element): string => cell.textContent.replace(/\s+/gu, ' ').trim();
        const lines = [...table.querySelectorAll('tr')];
        const head = lines.find((line) => line.querySelector('th') !== null) ?? lines[0];
        return {
          headers: [...(head?.children ?? [])].map(textOf),
          rows: lines.filter((line) => line !== head).map((line) => [...line.children].map(textOf)),
        };
      }),
  );
}
