import { isWordedAs, plain } from './wording-match.ts';
import type { Wording } from './wording.ts';

/** A displayed table, as plain data. */
export interface ShownTable {
  readonly headers: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The texts in it outside of all cells. */
  readonly beside: string;
}

export type Row<K extends string, O extends string> = Record<K, string> &
  Partial<Record<O, string>>;

/** The result of reading a table; `unread` gives the content found instead of rows. */
export type TableReading<K extends string, O extends string> =
  | { readonly kind: 'rows'; readonly rows: Row<K, O>[] }
  | { readonly kind: 'lacks'; readonly column: K }
  | { readonly kind: 'unread'; readonly shown: readonly string[] };

function indexOfColumn(headers: readonly string[], wording: Wording): number {
  return headers.findIndex((header) =>
    // A sortable header ends in an arrow.
    isWordedAs(header.replace(/[^\p{L}\p{N})]+$/u, ''), wording),
  );
}

/** Returns whether a table has a column with that wording. */
export function hasColumn({ headers }: Pick<ShownTable, 'headers'>, wording: Wording): boolean {
  return indexOfColumn(headers, wording) !== -1;
}

/** What a table may say beside its rows, or in their place. */
export interface TableWords {
  /** Its title, which a grid may write inside the table. */
  readonly title?: Wording;
  /** The sentences in place of the rows of an empty list. */
  readonly none: Wording;
}

/**
 * Reads the rows of a table by the words of its headers. Pure. A row without exactly one cell per
 * column is ignored. A table counts as empty only if it has just its headers, or says so: any other
 * content ("Chargement…", unreadable cells) does not prove that it is empty.
 */
export function rowsOf<K extends string, O extends string>(
  table: ShownTable,
  columns: Readonly<Record<K, Wording>>,
  optional: Readonly<Record<O, Wording>>,
  { title, none }: TableWords,
): TableReading<K, O> {
  const { headers, rows, beside } = table;
  const names = Object.keys(columns) as K[];
  const lacking = names.find((name) => indexOfColumn(headers, columns[name]) === -1);
  if (lacking !== undefined) return { kind: 'lacks', column: lacking };
  const places = Object.entries<Wording>({ ...columns, ...optional })
    .map(([name, wording]) => [name, indexOfColumn(headers, wording)] as const)
    .filter(([, index]) => index !== -1);
  const whole = rows.filter((cells) => cells.length === headers.length);
  const read = whole.map(
    (cells) =>
      Object.fromEntries(places.map(([name, index]) => [name, cells[index] ?? ''])) as Row<K, O>,
  );
  const [key] = names;
  if (key !== undefined && read.some((row) => row[key] === '')) {
    return { kind: 'unread', shown: headers };
  }
  if (read.length > 0) return { kind: 'rows', rows: read };
  const instead = [...rows.map((cells) => cells.join(' ').trim()), beside].filter(
    (text) => text !== '' && (title === undefined || !isWordedAs(text, title)),
  );
  return instead.every((text) => saysNone(text, none))
    ? { kind: 'rows', rows: [] }
    : { kind: 'unread', shown: instead };
}

/** Returns whether a sentence in place of rows says that there are none. */
export function saysNone(text: string, none: Wording): boolean {
  const words = plain(text);
  return (
    isWordedAs(text, none) ||
    /^(?:aucune?|pas (?:encore )?d['e]|il n'y a (?:aucune?|pas)|liste vide|vide|no|none|nothing|empty)(?![\p{L}\d])/u.test(
      words,
    )
  );
}

/** Names of the items of a list. */
const COUNTED =
  '(?:resultats?|donnees?|raccordements?|elements?|enregistrements?|lignes?|results?|data|connections?|items?|records?|rows?)';

const SAYS_NONE = new RegExp(
  `(?:^|[.:!] )(?:aucune?|pas (?:encore )?d['e]|no|0) ?(?:[\\p{L}']+ )?${COUNTED}(?![\\p{L}\\d])`,
  'u',
);

/** "< 0 sur 0 >" (facts/source.md). */
const NO_PAGES = /(?<![\p{L}\d/.,])\d+ ?(?:sur|of|\/) ?0(?![\d/.,])/u;

/**
 * Returns whether the texts of a page without a table say that its list is empty: in words, or by a
 * pager of no pages. A missing table proves nothing by itself: a list may have markup that raccord
 * cannot read (closed components, a picture), and the real list shows "0 sur 0" when empty.
 */
export function isSaidEmpty(texts: readonly string[], none: Wording): boolean {
  return texts.some(
    (text) => isWordedAs(text, none) || SAYS_NONE.test(plain(text)) || NO_PAGES.test(plain(text)),
  );
}
