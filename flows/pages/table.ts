import { RaccordError } from '../../src/domain/errors.ts';
import type { Scope } from './scope.ts';
import { hasColumn, rowsOf, type Row, type ShownTable } from './table-rows.ts';
import { until } from './waiting.ts';
import { listWordings, type Wording } from './wordings.ts';

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
    const table = await tableWith(scope, Object.values(columns));
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

/** True where a table has a column of that wording. */
export async function showsColumn(scope: Scope, wording: Wording): Promise<boolean> {
  return (await tableWith(scope, [wording])) !== undefined;
}

async function tableWith(
  scope: Scope,
  [key, ...others]: readonly Wording[],
): Promise<ShownTable | undefined> {
  if (key === undefined) throw new Error('a table is known by its columns');
  const isMeant = (table: ShownTable): boolean => hasColumn(table, key);
  const marked = await markedTables(scope);
  return (
    marked.find(isMeant) ??
    (await seenTables(scope)).find(isMeant) ??
    // One that lacks nothing else is the one, and no sign of an empty list.
    marked.find((one) => others.length > 1 && others.every((name) => hasColumn(one, name)))
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
      const rows = lines
        .filter((line) => line.getClientRects().length > 0)
        .map((line) => (line.children.length > 0 ? [...line.children] : [line]))
        .map((cells) => cells.map(textOf));
      return [{ headers, rows, beside: '' }];
    });
  });
}

/**
 * Runs inside the page, so it can use nothing from outside. Rows and cells are those that are shown:
 * what is slotted into a web component stands where its slot is.
 */
function tablesOf(tables: Element[]): ShownTable[] {
  const ROW = 'tr, [role=row]';
  const CELL = 'td, th, [role=cell], [role=gridcell], [role=columnheader], [role=rowheader]';
  /** What sorts a column has words for those who do not see. */
  const ASIDE = 'svg, [role=tooltip], .mat-icon, script, style, template';

  interface Line {
    isHead: boolean;
    readonly cells: string[];
  }

  const isShown = (element: Element): boolean => element.getClientRects().length > 0;
  const plainOf = (text: string): string => text.replace(/\s+/gu, ' ').trim();
  const childrenOf = (element: Element): readonly Node[] => {
    if (element instanceof HTMLSlotElement) {
      const assigned = element.assignedNodes({ flatten: true });
      return assigned.length > 0 ? assigned : [...element.childNodes];
    }
    return [...(element.shadowRoot ?? element).childNodes];
  };
  const textOf = (node: Node): string => {
    if (node instanceof Text) return node.data;
    if (!(node instanceof Element) || node.matches(ASIDE)) return '';
    return childrenOf(node).map(textOf).join('');
  };
  const linesOf = (table: Element): { lines: Line[]; beside: string } => {
    const lines: Line[] = [];
    let beside = '';
    const walk = (node: Node, line: Line | undefined): void => {
      if (node instanceof Text) {
        const box = node.parentElement;
        if (box !== null && isShown(box)) beside += ` ${node.data}`;
      }
      if (!(node instanceof Element) || node.matches(`${ASIDE}, caption`)) return;
      if (line !== undefined && node.matches(CELL)) {
        line.cells.push(plainOf(textOf(node)));
        line.isHead ||= node.matches('th, [role=columnheader]');
        return;
      }
      let within = line;
      if (node.matches(ROW)) {
        within = { isHead: false, cells: [] };
        lines.push(within);
      }
      for (const child of childrenOf(node)) walk(child, within);
    };
    for (const child of childrenOf(table)) walk(child, undefined);
    return { lines, beside: plainOf(beside) };
  };
  const read = tables.filter(isShown).map((table) => {
    const { lines, beside } = linesOf(table);
    const titles = lines.find(({ isHead }) => isHead);
    const head = titles ?? lines[0];
    return {
      hasTitles: titles !== undefined,
      headers: head?.cells ?? [],
      rows: lines.filter((line) => line !== head).map(({ cells }) => cells),
      beside,
    };
  });
  // Some widgets keep the titles in a table of their own, above the one that scrolls.
  return read.map((table, index) => {
    const below = read[index + 1];
    const isHeadAlone =
      table.rows.length === 0 &&
      below?.hasTitles === false &&
      below.headers.length === table.headers.length;
    if (!isHeadAlone) return table;
    return { ...table, rows: [below.headers, ...below.rows], beside: below.beside };
  });
}
