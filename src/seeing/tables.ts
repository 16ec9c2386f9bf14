import { isIcon } from './leaf-words.ts';
import {
  childrenOf,
  descendantsOf,
  isSeen,
  overlap,
  type Box,
  type Look,
  type Thing,
} from './look.ts';
import { cellOf, hasColumn, isNoEnd, type ShownTable } from './table-rows.ts';
import { plain } from './wording-match.ts';
import type { Wording } from './wording.ts';
import { wordsOf } from './words.ts';

const TABLES = new Set(['table', 'grid', 'treegrid']);
const CELLS = new Set(['cell', 'gridcell', 'columnheader', 'rowheader']);

/** Roles of form controls: not titles of columns. */
const FIELDS = new Set(['textbox', 'searchbox', 'combobox', 'listbox', 'spinbutton', 'checkbox']);

/** Roles of controls beside a list that are not its rows. */
const PRESSED = new Set(['button', 'link', 'tab', 'menuitem']);

/** Maximum length of a column title. */
const MAX_TITLE_LENGTH = 60;

/** Minimum number of columns of a table without a role. */
const MIN_COLUMNS = 3;

/** Maximum gap between a line and the one above it, and tolerance of an edge, in pixels. */
const [MAX_GAP, LEANING] = [24, 4];

/** Maximum difference in width between titles and the rows that scroll under them, in pixels. */
const SCROLLBAR = 24;

/** A table, and its place on the page. */
export interface PlacedTable extends ShownTable {
  readonly box: Box;
}

/** A table with its title cells; `lines` are its rows, and the first line if it has no titles. */
interface Read extends PlacedTable {
  readonly titles: readonly Thing[];
  readonly lines: readonly (readonly string[])[];
  readonly thing: Thing;
}

/**
 * Returns the table with these columns, by roles or by layout; otherwise one with the first of
 * them, or one that lacks only the first: it is that table, and does not prove an empty list. If
 * the list is drawn in several tables, returns them as one.
 */
export function tableWith(look: Look, columns: readonly Wording[]): PlacedTable | undefined {
  const [key, ...others] = columns;
  if (key === undefined) throw new Error('a table is known by its columns');
  const hasAll = (table: ShownTable): boolean => columns.every((name) => hasColumn(table, name));
  const hasFirst = (table: ShownTable): boolean => hasColumn(table, key);
  const [marked, toTheEye] = [markedTables(look), tablesToTheEye(look)];
  return (
    joined(marked.filter(hasAll), columns) ??
    joined(toTheEye.filter(hasAll), columns) ??
    // A form that is laid out as a table may have the words of one of them.
    joined(marked.filter(hasFirst), [key]) ??
    joined(toTheEye.filter(hasFirst), [key]) ??
    marked.find((one) => others.length > 1 && others.every((name) => hasColumn(one, name)))
  );
}

/**
 * Returns tables with the same columns as one: a widget may draw its titles twice, or the whole
 * table, and a page one table for each structure. Further rows under other titles stay unread.
 */
function joined(
  tables: readonly PlacedTable[],
  columns: readonly Wording[],
): PlacedTable | undefined {
  const filled = tables.filter(({ rows }) => rows.length > 0);
  const [first = tables[0], ...others] = filled;
  if (first === undefined) return undefined;
  const keyOf = (headers: readonly string[], row: readonly string[]): string =>
    JSON.stringify(columns.map((column) => cellOf(headers, row, column)));
  const rows = [...first.rows];
  for (const { headers, rows: further } of others) {
    const known = new Set(rows.map((row) => keyOf(first.headers, row)));
    const added = further.filter((row) => !known.has(keyOf(headers, row)));
    if (added.length > 0 && !isSameLine(headers, first.headers)) {
      return { ...first, rows: [], beside: [...rows, ...added].flat().join(' ') };
    }
    rows.push(...added);
  }
  if (rows.length > 0) return { ...first, rows, box: around(...filled) };
  return {
    ...first,
    beside: tables
      .map(({ beside }) => beside)
      .join(' ')
      .trim(),
  };
}

function isSameLine(one: readonly string[], other: readonly string[]): boolean {
  return (
    one.length === other.length && one.every((text, at) => plain(text) === plain(other[at] ?? ''))
  );
}

/** Returns the column titles of each table. */
export function columnTitles(look: Look): (readonly string[])[] {
  return markedTables(look).map(({ headers }) => headers);
}

/** Returns the tables that have a table role. */
function markedTables(look: Look): PlacedTable[] {
  const read = look.things
    .filter((thing) => TABLES.has(thing.role) && isSeen(thing))
    .map((table) => readTable(look, table));
  // Some widgets keep the titles in a separate table, above the one or the block that scrolls.
  return read.map((table, index) => {
    if (table.rows.length > 0) return table;
    const below = read[index + 1];
    if (below === undefined || !isBodyOf(table, below)) {
      return { ...table, ...drawnUnder(look, table) };
    }
    return { ...table, rows: below.lines, beside: below.beside, box: around(table, below) };
  });
}

/**
 * Returns whether a table without titles of its own, or with unseen ones, has another's rows, or a
 * sentence that those are not there yet. Any other may be laid out under it, as a pager is.
 */
function isBodyOf({ headers, box }: Read, below: Read): boolean {
  const { headers: own, titles, lines, box: body } = below;
  if (titles.some(isSeen)) return false;
  const isAlike = own.length === headers.length;
  if (titles.length === 0 && isAlike) return true;
  const isAsWide = Math.abs(body.width - box.width) <= SCROLLBAR;
  const isOfIt = lines.some(
    (cells) => cells.length === headers.length || (cells.length === 1 && isNoEnd(cells[0] ?? '')),
  );
  return isRightUnder(body, box) && (isAlike || (isAsWide && isOfIt));
}

function isRightUnder(box: Box, { y, height }: Box): boolean {
  const gap = box.y - (y + height);
  return gap >= -LEANING && gap <= MAX_GAP;
}

function around(...things: readonly { readonly box: Box }[]): Box {
  const boxes = things.map(({ box }) => box);
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}

function readTable(look: Look, table: Thing): Read {
  const found: { cells: string[]; things: Thing[] }[] = [];
  const beside: string[] = [];
  let until = table.at;
  for (const thing of descendantsOf(look, table)) {
    // The content of a cell belongs to it, even a nested table.
    if (thing.at < until) continue;
    const isLeaf = thing.end === thing.at + 1;
    if (thing.role === 'row') {
      // A row without cells may hold the sentence of an empty list.
      const cells = isLeaf && thing.name !== '' ? [thing.name] : [];
      found.push({ cells, things: [] });
    } else if (CELLS.has(thing.role)) {
      until = thing.end;
      const line = found.at(-1);
      line?.cells.push(cellWords(look, thing));
      line?.things.push(thing);
    } else if (thing.role === 'caption') until = thing.end;
    else if (thing.role === 'text') beside.push(thing.text);
    // A grid may keep a field for the clipboard, out of sight.
    else if (isLeaf && !(isField(thing) && isElsewhere(thing, table))) beside.push(thing.name);
  }
  const isTitle = ({ role }: Thing): boolean => role === 'columnheader';
  const titles = found.find(({ things }) => things.some(isTitle));
  const head = titles ?? found[0];
  // Titles are drawn again under the rows, or in a second line of them.
  const rows = found
    .filter((line) => line !== head && (line.things.length === 0 || !line.things.every(isTitle)))
    .filter(({ cells, things }) => things.some(isSeen) || cells.some((words) => words !== ''))
    .map(({ cells }) => cells)
    .filter((cells) => head === undefined || !isSameLine(cells, head.cells));
  return {
    thing: table,
    box: table.box,
    titles: titles?.things ?? [],
    headers: head?.cells ?? [],
    rows,
    lines:
      titles === undefined && head?.things.some(isSeen) === true ? [head.cells, ...rows] : rows,
    beside: beside.join(' ').replace(/\s+/gu, ' ').trim(),
  };
}

/** Returns whether a part of a table is not drawn in its place. */
function isElsewhere(part: Thing, table: Thing): boolean {
  return !isSeen(part) || !overlap(part.box, table.box);
}

/**
 * Returns the lines drawn right under a table that has only titles: some widgets draw them outside
 * of the table and without roles. Each part of a row is within the width of one title; a line of as
 * many parts in other places is no row, but does not say that there are none either.
 */
function drawnUnder(look: Look, { thing: table, titles, beside }: Read): Partial<PlacedTable> {
  if (titles.length < MIN_COLUMNS) return {};
  const rows: string[][] = [];
  const unread = [beside];
  let box = table.box;
  for (const line of look.things.slice(table.end)) {
    if (TABLES.has(line.role)) break;
    const parts = childrenOf(look, line).filter(isSeen);
    // An empty cell may be no part.
    const isLine = parts.length <= titles.length && parts.length >= titles.length - 1;
    if (!isRightUnder(line.box, box) || !isLine || descendantsOf(look, line).some(isField))
      continue;
    const under = titles.map((title) => parts.filter((part) => isWithinWidth(part, title)));
    if (under.flat().length === parts.length && under.every((of) => of.length < 2)) {
      box = around({ box }, line);
      rows.push(under.map(([part]) => (part === undefined ? '' : cellWords(look, part))));
    } else if (parts.length === titles.length && !parts.some(({ role }) => PRESSED.has(role))) {
      unread.push(wordsOf(look, line));
    }
  }
  return { rows, beside: unread.join(' ').trim(), box };
}

function isWithinWidth({ box: inner }: Thing, { box: outer }: Thing): boolean {
  const right = outer.x + outer.width;
  return inner.x >= outer.x - LEANING && inner.x + inner.width <= right + LEANING;
}

/** Returns the words of a cell, without the names of icons beside them, as of one that sorts. */
function cellWords(look: Look, cell: Thing): string {
  const words = wordsOf(look, cell);
  const icons = descendantsOf(look, cell).filter(isIcon);
  const rest = icons.reduce((left, { name }) => left.replace(name, () => ''), words);
  const shown = rest.replace(/\s+/gu, ' ').trim();
  return shown === '' ? words : shown;
}

/** Returns tables by layout only: a row of titles, with rows of as many parts under it. */
function tablesToTheEye(look: Look): PlacedTable[] {
  return look.things.flatMap((line) => {
    const titles = childrenOf(look, line).filter(isSeen);
    if (titles.length < MIN_COLUMNS || descendantsOf(look, line).some(isField)) return [];
    const headers = titles.map((title) => cellWords(look, title));
    if (!headers.every((words) => words !== '' && words.length < MAX_TITLE_LENGTH)) return [];
    const lines = linesUnder(look, line, titles.length);
    const read = lines.map((row) => {
      const parts = childrenOf(look, row).filter(isSeen);
      return parts.length > 0 ? parts : [row];
    });
    // Only the parts of a line tell where such a table ends; a row may lack its last one.
    const last = read.findLastIndex(
      (parts) =>
        parts.length === titles.length ||
        (parts.length === titles.length - 1 &&
          parts.every((part, at) => isWithinWidth(part, titles[at] ?? part))),
    );
    const rows = (last === -1 ? read : read.slice(0, last + 1))
      .map((cells) => cells.map((cell) => cellWords(look, cell)))
      .filter((cells) => !isSameLine(cells, headers));
    return [{ headers, rows, beside: '', box: around(line, ...lines.slice(0, last + 1)) }];
  });
}

function isField({ role }: Thing): boolean {
  return FIELDS.has(role);
}

/**
 * Returns the rows after a row of titles, or those inside the block that follows it and is not a
 * row itself; if the titles are in a separate head, the rows after that head.
 */
function linesUnder(look: Look, line: Thing, columns: number): Thing[] {
  const partsOf = (thing: Thing): Thing[] => childrenOf(look, thing).filter(isSeen);
  const after = (thing: Thing): Thing[] =>
    look.things.filter(({ at, parent }) => parent === thing.parent && at >= thing.end);
  const isLine = (thing: Thing): boolean => partsOf(thing).length === columns;
  const below = after(line).filter(isSeen);
  // A control after the sentence in place of rows is ignored; before it, it may be a row.
  const sentence = below.findIndex((thing) => !isLine(thing) && !PRESSED.has(thing.role));
  const beside = below.filter(
    (thing, place) =>
      isLine(thing) || !PRESSED.has(thing.role) || sentence === -1 || place < sentence,
  );
  const [next] = beside;
  if (next !== undefined) {
    const within = partsOf(next);
    return !isLine(next) && within.some(isLine) ? within : beside;
  }
  const head = line.parent === undefined ? undefined : look.things[line.parent];
  const [body] = head === undefined ? [] : after(head);
  return body === undefined ? [] : partsOf(body);
}
