import { leafWords } from './leaf-words.ts';
import { ancestorsOf, childrenOf, isSeen, type Box, type Look, type Thing } from './look.ts';
import { ITEMS } from './table-rows.ts';
import { plain } from './wording-match.ts';
import { wordsOf } from './words.ts';

/** The extent of what was read of a list so far. */
export interface ReadSoFar {
  readonly pages: number;
  readonly rows: number;
}

/** Whether a list goes on after what was read; `says` gives the words that say that it does. */
export interface Paging {
  readonly kind: 'more' | 'last' | 'silent';
  readonly says: readonly string[];
}

/** Maximum distance of a pager from its list, in pixels. */
const NEAR = 100;

const TABLES = new Set(['table', 'grid', 'treegrid']);

/** Roles of elements to press: a pager's words stand beside them. */
const PRESSED = new Set(['button', 'link', 'tab', 'menuitem', 'option']);

const NUMBER = '(0|[1-9]\\d{0,2}(?:[ .,]\\d{3})+|[1-9]\\d*)';
const END = `(?: (?:pages?|${ITEMS}))?(?: (?:au total|in total))?(?: \\([^)]*\\))?`;

/** "1 sur 3", "Page 1/3"; "sur 3" after a field for the page. */
const PAGE = new RegExp(
  `^(\\D*\\b(?:pagination|pages?) ?:? ?)?(?:${NUMBER} ?(sur|of|/) ?|(?:sur|of|/) ?)${NUMBER}${END}$`,
  'u',
);

/** "1 - 10 sur 25", "Affichage de 1 à 10 sur 25 entrées"; without the first after a field for it. */
const RANGE = new RegExp(
  `^(?:(?:[\\p{L}()]+ ){0,3}${NUMBER} ?)?(?:-|–|—|a|to) ?${NUMBER} ?(?:sur|of|de|/) ?${NUMBER}${END}$`,
  'u',
);

/** "25 résultats", "Total : 25". */
const COUNT = new RegExp(
  `^(?:total(?: de)? ?:? ?${NUMBER}(?: ${ITEMS})?|${NUMBER} ${ITEMS}(?: techniques?| (?:api )?piste)?(?: (?:trouvee?s?|au total|found|in total))?)$`,
  'u',
);

/** "1 sur 2", a pager wherever it stands (facts/portal.md section c). */
const BARE = /^(?:page )?(\d+) (?:sur|of) (\d+)$/u;

/**
 * Returns whether a list goes on after what was read of it. Numbers are a pager's only in a form of
 * its own, and right over or under the list, or in its table but in none of its rows; "1 sur 2"
 * alone is one anywhere.
 * @param list the place of the list; absent if it has none.
 * @param isBesideOnly true if no pager counts that stands elsewhere.
 */
export function pagingOf(
  look: Look,
  list: Box | undefined,
  read: ReadSoFar,
  isBesideOnly = false,
): Paging {
  const says: string[] = [];
  const counts: string[] = [];
  let isLast = false;
  for (const thing of look.things) {
    if (isPressed(look, thing)) continue;
    if (list !== undefined && isBeside(look, thing, list)) {
      const words = leafWords(look, thing.at, thing.end, [], PRESSED);
      const goesOn = isBefore(words, read);
      if (goesOn === true) says.push(words);
      if (goesOn === undefined && countIn(words) > read.rows) counts.push(words);
      isLast ||= goesOn === false;
    } else if (!isBesideOnly) {
      const words = thing.text === '' ? thing.name : thing.text;
      const [, page, pages] = BARE.exec(plain(words)) ?? [];
      if (Number(page) < Number(pages)) says.push(words);
    }
  }
  // A count may be of all lists, filtered or not: a pager that ends knows better.
  if (!isLast) says.push(...counts);
  const kind = says.length > 0 ? 'more' : isLast ? 'last' : 'silent';
  return { kind, says: [...new Set(says)] };
}

/** Returns whether a list has the number of its next page beside it, to press. */
export function showsNextNumber(look: Look, list: Box, { pages }: ReadSoFar): boolean {
  const near = look.things.filter((thing) => isBeside(look, thing, list));
  const shows = (thing: Thing, page: number): boolean => wordsOf(look, thing) === String(page);
  const here = near.filter((thing) => shows(thing, pages));
  return near.some(
    (thing) =>
      isPressed(look, thing) &&
      shows(thing, pages + 1) &&
      here.some(({ box }) => Math.abs(box.y - thing.box.y) < 2 * thing.box.height),
  );
}

/** Returns whether words say that more follows (true), or that they stand on the last page (false). */
function isBefore(text: string, read: ReadSoFar): boolean | undefined {
  const words = bare(text);
  const [, , until, all] = RANGE.exec(words) ?? [];
  if (until !== undefined && all !== undefined) return valueOf(until) < valueOf(all);
  const [, label, page, of, pages] = PAGE.exec(words) ?? [];
  // "5/12" may be a date.
  const isOther = label === undefined && of === '/' && page !== String(read.pages);
  if (pages !== undefined && !isOther) {
    return (page === undefined ? read.pages : valueOf(page)) < valueOf(pages);
  }
  return undefined;
}

/** Returns the number of all rows that words give; 0 if they give none. */
function countIn(text: string): number {
  const [, total, count] = COUNT.exec(bare(text)) ?? [];
  return valueOf(total ?? count ?? '');
}

/** Returns words in small letters without accents, arrows and brackets around them. */
function bare(text: string): string {
  return plain(text)
    .replace(/^[^\p{L}\d/(–—-]+|[^\p{L}\d)]+$/gu, '')
    .replace(/^\((.*)\)$/u, '$1');
}

function valueOf(number: string): number {
  return Number(number.replace(/\D/gu, ''));
}

/** Returns whether an element is right over or under a list, or in its table but in none of its rows. */
export function isBeside(look: Look, thing: Thing, list: Box): boolean {
  const { x, y, width, height } = thing.box;
  const isAcross = x < list.x + list.width + NEAR && list.x < x + width + NEAR;
  const bottom = list.y + list.height;
  if (!isSeen(thing) || !isAcross || y + height < list.y - NEAR || y > bottom + NEAR) return false;
  if (y + height <= list.y + 1 || y >= bottom - 1) return true;
  const outer = ancestorsOf(look, thing);
  const isInRow = [thing, ...outer].some(
    (one) => one.role === 'row' && childrenOf(look, one).length > 1,
  );
  return !isInRow && outer.some(({ role }) => TABLES.has(role));
}

function isPressed(look: Look, thing: Thing): boolean {
  return [thing, ...ancestorsOf(look, thing)].some(({ role }) => PRESSED.has(role));
}
