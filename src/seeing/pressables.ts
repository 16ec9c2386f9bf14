import { describeDistinctly } from './describe.ts';
import { ancestorsOf, isSeen, isWithin, type Look, type Thing } from './look.ts';
import { nearest } from './nearest.ts';
import { patternOf } from './wording-match.ts';
import type { Wording } from './wording.ts';
import { wordsOf } from './words.ts';

/** Roles of elements to press. */
const PRESSED = new Set(['button', 'link', 'tab', 'menuitem']);

/** Roles with a hand cursor for another reason, including all their descendants. */
const OTHERWISE = new Set([
  ...['textbox', 'searchbox', 'spinbutton', 'combobox', 'listbox', 'option', 'checkbox', 'radio'],
  ...['switch', 'slider', 'row', 'menuitemcheckbox', 'menuitemradio', 'treeitem'],
]);

/**
 * Returns everything that a person would press: by its role, or by the hand cursor over it. Of two
 * nested ones, both.
 */
function allPressables(look: Look): Thing[] {
  return look.things.filter((thing) => {
    if (!isSeen(thing)) return false;
    if (PRESSED.has(thing.role)) return true;
    if (!thing.isPointedAt || OTHERWISE.has(thing.role)) return false;
    return !ancestorsOf(look, thing).some(({ role }) => OTHERWISE.has(role) || PRESSED.has(role));
  });
}

/**
 * Returns the elements to press with that wording, by their name or their words. Nested ones with
 * the same wording (a button in a link, a link in a menu entry) count as one: the innermost with a
 * role of its own.
 */
export function pressables(look: Look, wording: Wording): Thing[] {
  const pattern = patternOf(wording);
  return pressablesThat(look, (thing) =>
    [thing.name, wordsOf(look, thing)].some((words) => pattern.test(words)),
  );
}

/** Returns the elements to press that pass a test, each once; see {@link pressables}. */
export function pressablesThat(look: Look, isMeant: (thing: Thing) => boolean): Thing[] {
  const bearing = allPressables(look).filter(isMeant);
  const withRole = bearing.filter(({ role }) => PRESSED.has(role));
  const inner = withRole.filter((one) => !withRole.some((other) => isWithin(other, one)));
  const others = bearing.filter(
    (one) =>
      !PRESSED.has(one.role) &&
      !bearing.some((other) => isWithin(other, one)) &&
      !inner.some((other) => isWithin(one, other)),
  );
  return [...inner, ...others].sort((one, other) => one.at - other.at);
}

/** Returns whether an element to press has the wording. */
export function showsPressable(look: Look, wording: Wording): boolean {
  return pressables(look, wording).length > 0;
}

/**
 * Returns whether words that do not look pressable have the wording: the page may know more about
 * them (docs/seeing.md).
 */
export function showsWords(look: Look, wording: Wording): boolean {
  const pattern = patternOf(wording);
  return look.things.some(
    (thing) =>
      (thing.role === 'text' || thing.role === 'generic') &&
      isSeen(thing) &&
      pattern.test(wordsOf(look, thing)) &&
      !ancestorsOf(look, thing).some(
        ({ role }) => PRESSED.has(role) || OTHERWISE.has(role) || role === 'heading',
      ),
  );
}

/** Finds the only element to press with that wording. */
export function thePressable(look: Look, wording: Wording): Finding<Thing> {
  const found = pressables(look, wording);
  const [thing, ...others] = found;
  if (thing === undefined) return { kind: 'none', nearest: wordsToPress(look, wording) };
  if (others.length > 0) {
    return { kind: 'several', described: describeDistinctly(look, found) };
  }
  return { kind: 'one', thing };
}

/** Returns the words of all elements to press, the most similar to a wording first. */
export function wordsToPress(look: Look, wording: Wording): string[] {
  return nearest(
    wording,
    allPressables(look).map((thing) => wordsOf(look, thing)),
  );
}

/** The result of a search for one element. */
export type Finding<T> =
  | { readonly kind: 'one'; readonly thing: T }
  /** With the elements that were there instead, the most similar first. */
  | { readonly kind: 'none'; readonly nearest: readonly string[] }
  /** With descriptions that tell them apart. */
  | { readonly kind: 'several'; readonly described: readonly string[] };
