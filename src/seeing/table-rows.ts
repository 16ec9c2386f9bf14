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

/** Returns what a row shows in the column with that wording. */
export function cellOf(
  headers: readonly string[],
  row: readonly string[],
  wording: Wording,
): string | undefined {
  return row[indexOfColumn(headers, wording)];
}

/** What a table may say beside its rows, or in their place. */
export interface TableWords {
  /** Its title, which a grid may write inside the table. */
  readonly title?: Wording;
  /** The sentences in place of the rows of an empty list. */
  readonly none: Wording;
}

/** What a row shows that is still to come. */
const LOADING =
  /^(?:(?:en cours de )?chargement|loading|veuillez patienter|please wait)(?: en cours)?[ .…]*$/u;

function isToCome(text: string): boolean {
  return LOADING.test(plain(text)) || /^[\s.…]+$/u.test(text);
}

/**
 * Reads the rows of a table by the words of its headers. Pure. Beside rows with one cell per
 * column, a row of few cells is a heading, a sum, a pager or a remark; any other row is one that
 * cannot be read, and so is the table. A table counts as empty only if it has just its headers, or says so:
 * any other content ("Chargement…", unreadable cells) does not prove that it is empty.
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
  // A name that ends in dots is cut.
  if (key !== undefined && read.some((row) => row[key] === '' || row[key].endsWith('…'))) {
    return { kind: 'unread', shown: headers };
  }
  if (read.some((row) => names.some((name) => isToCome(row[name])))) {
    return { kind: 'unread', shown: whole.map((cells) => cells.join(' ')) };
  }
  const odd = rows.filter(
    (cells) =>
      cells.length !== headers.length &&
      (cells.length > Math.max(1, headers.length / 2) ||
        (read.length > 0 && isToCome(cells[0] ?? ''))) &&
      !isOfNothing(cells.join(' ')),
  );
  if (odd.length > 0) return { kind: 'unread', shown: odd.map((cells) => cells.join(' ')) };
  if (read.length > 0) return { kind: 'rows', rows: read };
  const instead = [...rows.map((cells) => cells.join(' ').trim()), beside].filter(
    (text) => text !== '' && (title === undefined || !isWordedAs(text, title)),
  );
  // A pager of nothing agrees with such a sentence; by itself it may wait for its rows.
  const told = instead.filter((text) => !isOfNothing(text));
  const isEmpty = told.length > 0 || instead.length === 0;
  return isEmpty && told.every((text) => saysNone(text, none))
    ? { kind: 'rows', rows: [] }
    : { kind: 'unread', shown: instead };
}

/** "1 – 0 sur 0", "0 of 0", "< 1 sur 1 >". */
const OF_NOTHING =
  /^[<«‹ ]*(?:(?:[01] ?(?:-|–|—|a|to) ?)?0 ?(?:sur|of|de|\/) ?0|(?:page )?1 ?(?:sur|of|\/) ?1)[>»› ]*$/u;

/** Returns whether a text is a pager that has nothing to turn to. */
function isOfNothing(text: string): boolean {
  return OF_NOTHING.test(plain(text));
}

/** Names of the items of a list. */
export const ITEMS =
  '(?:resultats?|donnees?|raccordements?|comptes?|utilisateurs?|identifiants?|elements?|' +
  'enregistrements?|entrees?|lignes?|' +
  'results?|data|connections?|accounts?|users?|items?|records?|entries|rows?)';

/** How a sentence says that a list has no items: "Aucun résultat trouvé", "No data to display". */
const NO_ITEMS =
  `(?:(?:il n'y a|vous n'avez|there (?:is|are)) )?(?:aucune?|pas (?:encore )?d['e]|no|0) ?` +
  `(?:[\\p{L}']+ )?${ITEMS}(?: techniques?| (?:api )?piste)?` +
  `(?: (?:a (?:afficher|presenter)|to (?:display|show)|correspond(?:ante?s?)?|ne correspond|n'existe(?:nt)?|` +
  `(?:n'(?:est|existe|(?:a|ont) (?:pu etre|ete)) ?)?` +
  `(?:trouvee?s?|declaree?s?|enregistree?s?|creee?s?|disponibles?|existante?s?)|` +
  `(?:pour|dans) (?:l[ae]|les|ce|cette|ces|votre|vos|l'instant)|` +
  `(?:for|in) (?:the|this|these|your|table|list)|available|found|match(?:es|ing)?|yet)` +
  `(?![\\p{L}\\d])[^.!?:]*)?(?=\\s*(?:[.!]|$))`;

/** Other sentences in place of rows. */
const NOTHING =
  '(?:(?:la )?liste (?:est )?vide|vide|aucune?|none|empty|rien a afficher|nothing (?:to|found|here)[^.!?:]*)[.!]?$';

const SAYS_NONE = new RegExp(`(?:^|[.:!] )${NO_ITEMS}`, 'u');
const IN_PLACE = new RegExp(`^(?:${NO_ITEMS}|${NOTHING})`, 'u');

/** What a sentence may tell of a failure, or of chosen items, in the words of an empty list. */
const SOMETHING_ELSE =
  /(?:erreur|echou|echec|indisponible|impossible|serveur|autoris|selectionnee?s?|cochee?s?|chargee?s?|error|fail|unavailable|server|permission|selected|checked|loaded)(?!\p{L})/u;

/** Returns whether a sentence in place of rows says that they are to come, or cannot be had. */
export function isNoEnd(text: string): boolean {
  return isToCome(text) || SOMETHING_ELSE.test(plain(text));
}

/** What a sentence of any length may say of rows that are to come, or could not be had. */
const NOT_YET =
  /\b(?:chargement|loading|patient(?:er|ez)|recherche en cours|pas pu|could not|cannot)\b|^(?:veuillez|merci de|please)\b/u;

/** Returns whether a sentence may be known as one of an empty list. */
export function mayMeanNone(text: string): boolean {
  return !isNoEnd(text) && !NOT_YET.test(plain(text));
}

/** Returns whether a sentence in place of rows says that there are none. */
export function saysNone(text: string, none: Wording): boolean {
  return isWordedAs(text, none) || says(IN_PLACE, text);
}

function says(sentence: RegExp, text: string): boolean {
  const words = plain(text);
  return sentence.test(words) && !SOMETHING_ELSE.test(words);
}

/** "< 0 sur 0 >" (facts/source.md). */
const NO_PAGES = new RegExp(
  `(?<![\\p{L}\\d/.,])\\d+ ?(?:sur|of|/) ?0(?![\\d/.,])(?! ?(?!(?:${ITEMS}|pages?)(?!\\p{L}))\\p{L})`,
  'u',
);

/**
 * Returns whether the texts of a page without a table say that its list is empty: in words, or by a
 * pager of no pages. A missing table proves nothing by itself: a list may have markup that raccord
 * cannot read (closed components, a picture), and the real list shows "0 sur 0" when empty.
 */
export function isSaidEmpty(texts: readonly string[], none: Wording): boolean {
  return texts.some(
    (text) => isWordedAs(text, none) || says(SAYS_NONE, text) || says(NO_PAGES, text),
  );
}
