import { isIcon } from './leaf-words.ts';
import { childrenOf, descendantsOf, isSeen, type Look, type Thing } from './look.ts';
import { hasColumn, type ShownTable } from './table-rows.ts';
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

/** The end of words about what is not over yet. */
const UNDER_WAY = /(?:\u2026|\.{3})\s*$/u;

/** A table's rows, and the texts in it outside of all cells. */
interface Read extends ShownTable {
  readonly titles: readonly Thing[];
  readonly thing: Thing;
}

/**
 * Returns the table with these columns, by roles or by layout; otherwise one with the first of
 * them, or one that lacks only the first: it is that table, and does not prove an empty list.
 */
export function tableWith(look: Look, columns: readonly Wording[]): ShownTable | undefined {
  const [key, ...others] = columns;
  if (key === undefined) throw new Error('a table is known by its columns');
  const hasAll = (table: ShownTable): boolean => columns.every((name) => hasColumn(table, name));
  const hasFirst = (table: ShownTable): boolean => hasColumn(table, key);
  const [marked, toTheEye] = [markedTables(look), tablesToTheEye(look)];
  return (
    marked.find(hasAll) ??
    toTheEye.find(hasAll) ??
    // A form that is laid out as a table may have the words of one of them.
    marked.find(hasFirst) ??
    toTheEye.find(hasFirst) ??
    marked.find((one) => others.length > 1 && others.every((name) => hasColumn(one, name)))
  );
}

/** Returns the column titles of each table. */
export function columnTitles(look: Look): (readonly string[])[] {
  return markedTables(look).map(({ headers }) => headers);
}

/** Returns the tables that have a table role. */
function markedTables(look: Look): ShownTable[] {
  const read = look.things
    .filter((thing) => TABLES.has(thing.role) && isSeen(thing))
    .map((table) => readTable(look, table));
  // Some widgets keep the titles in a separate table, above the one or the block that scrolls.
  return read.map((table, index) => {
    if (table.rows.length > 0) return table;
    const below = read[index + 1];
    const isHeadAlone = below?.titles.length === 0 && below.headers.length === table.headers.length;
    if (!isHeadAlone) return { ...table, ...drawnUnder(look, table) };
    return { ...table, rows: [below.headers, ...below.rows], beside: below.beside };
  });
}

function readTable(look: Look, table: Thing): Read {
  const lines: { isHead: boolean; cells: string[]; things: Thing[] }[] = [];
  const beside: Thing[] = [];
  let until = table.at;
  for (const thing of descendantsOf(look, table)) {
    // The content of a cell belongs to it, even a nested table.
    if (thing.at < until) continue;
    if (thing.role === 'row') lines.push({ isHead: false, cells: [], things: [] });
    else if (CELLS.has(thing.role)) {
      until = thing.end;
      const line = lines.at(-1);
      line?.cells.push(cellWords(look, thing));
      line?.things.push(thing);
      if (line !== undefined) line.isHead ||= thing.role === 'columnheader';
    } else if (thing.role === 'caption') until = thing.end;
    else if (thing.role === 'text' || thing.end === thing.at + 1) beside.push(thing);
  }
  const titles = lines.find(({ isHead }) => isHead);
  const head = titles ?? lines[0];
  return {
    thing: table,
    titles: titles?.things ?? [],
    headers: head?.cells ?? [],
    rows: lines.filter((line) => line !== head).map(({ cells }) => cells),
    beside: beside
      .filter((thing) => !isTitleOver(thing, titles?.things ?? []))
      .map(({ text, name }) => text || name)
      .join(' ')
      .replace(/\s+/gu, ' ')
      .trim(),
  };
}

/** Returns whether words are the table's own title: on a line above those of its columns. */
function isTitleOver(words: Thing, [first]: readonly Thing[]): boolean {
  const isAbove = first !== undefined && words.box.y + words.box.height <= first.box.y + LEANING;
  return isAbove && words.at < first.at && !UNDER_WAY.test(words.text || words.name);
}

/**
 * Returns the lines drawn right under a table that has only titles: some widgets draw them outside
 * of the table and without roles. Each part of a row is within the width of one title; a line of as
 * many parts in other places is no row, but does not say that there are none either.
 */
function drawnUnder(look: Look, { thing: table, titles, beside }: Read): Partial<ShownTable> {
  if (titles.length < MIN_COLUMNS) return {};
  const rows: string[][] = [];
  const unread = [beside];
  let bottom = table.box.y + table.box.height;
  for (const line of look.things.slice(table.end)) {
    if (TABLES.has(line.role)) break;
    const parts = childrenOf(look, line).filter(isSeen);
    const gap = line.box.y - bottom;
    const isUnder = gap >= -LEANING && gap <= MAX_GAP;
    // An empty cell may be no part.
    const isLine = parts.length <= titles.length && parts.length >= titles.length - 1;
    if (!isUnder || !isLine || descendantsOf(look, line).some(isField)) continue;
    const under = titles.map((title) => parts.filter((part) => isWithinWidth(part, title)));
    if (under.flat().length === parts.length && under.every((of) => of.length < 2)) {
      bottom = line.box.y + line.box.height;
      rows.push(under.map(([part]) => (part === undefined ? '' : cellWords(look, part))));
    } else if (parts.length === titles.length && !parts.some(({ role }) => PRESSED.has(role))) {
      unread.push(wordsOf(look, line));
    }
  }
  return { rows, beside: unread.join(' ').trim() };
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
function tablesToTheEye(look: Look): ShownTable[] {
  return look.things.flatMap((line) => {
    const titles = childrenOf(look, line).filter(isSeen);
    if (titles.length < MIN_COLUMNS || descendantsOf(look, line).some(isField)) return [];
    const headers = titles.map((title) => cellWords(look, title));
    if (!headers.every((words) => words !== '' && words.length < MAX_TITLE_LENGTH)) return [];
    const rows = linesUnder(look, line, titles.length).map((row) => {
      const cells = childrenOf(look, row).filter(isSeen);
      return (cells.length > 0 ? cells : [row]).map((cell) => cellWords(look, cell));
    });
    return [{ headers, rows, beside: '' }];
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
