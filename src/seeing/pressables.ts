import { describeDistinctly } from './describe.ts';
import type { Finding } from './finding.ts';
import { ancestorsOf, isSeen, isWithin, type Look, type Thing } from './look.ts';
import { nearest } from './nearest.ts';
import { patternOf } from './wording-match.ts';
import type { Wording } from './wording.ts';
import { wordsOf } from './words.ts';

/** What says by its role that it is pressed. */
const PRESSED = new Set(['button', 'link', 'tab', 'menuitem']);

/** What has the hand over it for another reason, with all that stands in it. */
const OTHERWISE = new Set([
  ...['textbox', 'searchbox', 'spinbutton', 'combobox', 'listbox', 'option', 'checkbox', 'radio'],
  ...['switch', 'slider', 'row', 'menuitemcheckbox', 'menuitemradio', 'treeitem'],
]);

/**
 * Everything that a person would take for a thing to press: by its role, or by the hand that the
 * pointer becomes over it. Of two that stand in each other, both.
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
 * The things to press that bear the wording, by their name or by their words. Where one stands in
 * another that bears it too (a button in a link, a link in a menu entry), they are one to a person:
 * the innermost that has a role of its own.
 */
export function pressables(look: Look, wording: Wording): Thing[] {
  const pattern = patternOf(wording);
  return pressablesThat(look, (thing) =>
    [thing.name, wordsOf(look, thing)].some((words) => pattern.test(words)),
  );
}

/** The things to press that a test picks, each once; see {@link pressables}. */
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

/** True where something to press bears the wording. */
export function showsPressable(look: Look, wording: Wording): boolean {
  return pressables(look, wording).length > 0;
}

/**
 * True where words that nothing says are pressed bear the wording: the page may know more of them
 * (docs/seeing.md).
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

/** The one thing to press that bears the wording. */
export function thePressable(look: Look, wording: Wording): Finding<Thing> {
  const found = pressables(look, wording);
  const [thing, ...others] = found;
  if (thing === undefined) return { kind: 'none', nearest: wordsToPress(look, wording) };
  if (others.length > 0) {
    return { kind: 'several', described: describeDistinctly(look, found) };
  }
  return { kind: 'one', thing };
}

/** The words of what can be pressed, the most like a wording first. */
export function wordsToPress(look: Look, wording: Wording): string[] {
  return nearest(
    wording,
    allPressables(look).map((thing) => wordsOf(look, thing)),
  );
}
