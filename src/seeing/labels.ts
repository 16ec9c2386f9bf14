import { isIn, leafWords } from './leaf-words.ts';
import { isSeen, isWithin, type Box, type Look, type Thing } from './look.ts';
import { isWordedAs } from './wording-match.ts';
import type { Wording } from './wording.ts';

/** Roles with words of their own that are not a label. */
const NO_LABEL = new Set([
  ...['link', 'button', 'tab', 'menuitem', 'heading', 'option', 'listbox', 'combobox', 'textbox'],
  ...['columnheader', 'navigation', 'img', 'tooltip', 'alert'],
]);

/** Roles inside a label whose words are not part of it. */
const ASIDE = new Set(['button', 'link']);

const MAX_LENGTH = 200;

/** Maximum distance of a field to the right of its label, and under it, in pixels. */
const [FARTHEST_RIGHT, FARTHEST_UNDER, LEANING] = [500, 60, 5];

/** Returns the words of an element without those of fields, buttons and icons in it. */
export function labelWords(look: Look, thing: Thing, controls: readonly Thing[]): string {
  return leafWords(look, thing.at, thing.end, controls, ASIDE);
}

/** Returns the innermost elements that have the wording and can be a label. */
export function labelsOf(look: Look, wording: Wording, controls: readonly Thing[]): Thing[] {
  // A dialog without a field is a notice over the page.
  const notices = look.things.filter(
    (thing) => thing.role === 'dialog' && !controls.some((control) => isWithin(control, thing)),
  );
  const bearing = look.things.filter((thing) => {
    if (!isSeen(thing) || isIn(look, thing, NO_LABEL)) return false;
    if (notices.some((notice) => thing === notice || isWithin(thing, notice))) return false;
    const words = labelWords(look, thing, controls);
    return words !== '' && words.length <= MAX_LENGTH && isWordedAs(words, wording);
  });
  return bearing.filter((one) => !bearing.some((other) => isWithin(other, one)));
}

/** Returns the box of a label's own words; `undefined` if only its container's box is known. */
function boxOf(look: Look, label: Thing, controls: readonly Thing[]): Box | undefined {
  if (label.role !== 'text') return label.box;
  const block = label.parent === undefined ? undefined : look.things[label.parent];
  if (block === undefined || controls.some((one) => isWithin(one, block))) return undefined;
  return labelWords(look, block, controls) === label.text.trim() ? block.box : undefined;
}

/** The position of a field relative to its label. */
export type Place = { readonly side: 'right' | 'under'; readonly distance: number };

/**
 * Returns the position relative to a label: right of it on the same line, or right under it;
 * `undefined` if it is elsewhere, or if other words are between.
 */
export function placeOf(
  look: Look,
  label: Thing,
  thing: Thing,
  controls: readonly Thing[],
): Place | undefined {
  const [box, place] = [boxOf(look, label, controls), thing.box];
  if (box === undefined) return undefined;
  const right = place.x - (box.x + box.width);
  const under = place.y - (box.y + box.height);
  const isRight = onLine(box, place) && right >= -LEANING && right <= FARTHEST_RIGHT;
  const isUnder =
    under >= -LEANING &&
    under <= FARTHEST_UNDER &&
    overlap(box, place) &&
    Math.abs(place.x - box.x) < FARTHEST_UNDER;
  if (!isRight && !isUnder) return undefined;
  const isBetween = look.things.some((other) => {
    const isAside = [label, thing].some(
      (one) => one === other || isWithin(one, other) || isWithin(other, one),
    );
    if (isAside || !isSeen(other) || !/[\p{L}\p{N}]/u.test(labelWords(look, other, controls))) {
      return false;
    }
    const { x, y, width, height } = other.box;
    return isRight
      ? onLine(box, other.box) && x >= box.x + box.width - LEANING && x + width <= place.x + LEANING
      : y >= box.y + box.height - LEANING &&
          y + height <= place.y + LEANING &&
          overlap(other.box, place);
  });
  if (isBetween) return undefined;
  return isRight ? { side: 'right', distance: right } : { side: 'under', distance: under };
}

/** Returns the field under a label in a row of labels that stands over a row of fields. */
export function columnField(
  look: Look,
  label: Thing,
  controls: readonly Thing[],
): Thing | undefined {
  const line = boxOf(look, label, controls);
  const places = controls.map((thing) => ({ thing, place: placeOf(look, label, thing, controls) }));
  const [own, ...others] = places.filter(({ place }) => place !== undefined);
  if (line === undefined || own?.place?.side !== 'under' || others.length > 0) return undefined;
  const isHead = (thing: Thing): boolean => {
    const box = boxOf(look, thing, controls);
    if (box === undefined || !isSeen(thing) || !onLine(line, box)) return false;
    return labelWords(look, thing, controls) !== '' && !isWithin(label, thing) && thing !== label;
  };
  const row = controls.filter((one) => one !== own.thing && onLine(one.box, own.thing.box));
  const isOverAnother = (thing: Thing): boolean =>
    row.some((one) => placeOf(look, thing, one, controls)?.side === 'under');
  return look.things.some((thing) => isHead(thing) && isOverAnother(thing)) ? own.thing : undefined;
}

/**
 * Returns whether a field that follows a label in the page stands elsewhere to a person: under the
 * label's line, in an earlier column, or while another field is on that line.
 */
export function isElsewhere(
  look: Look,
  label: Thing,
  thing: Thing,
  controls: readonly Thing[],
): boolean {
  const box = boxOf(look, label, controls);
  const sideOf = (one: Thing): Place['side'] | undefined =>
    placeOf(look, label, one, controls)?.side;
  if (box === undefined || onLine(box, thing.box) || sideOf(thing) !== undefined) return false;
  const { x, y, width } = thing.box;
  const isEarlier = y >= box.y + box.height - LEANING && x + width <= box.x + LEANING;
  return isEarlier || controls.some((one) => sideOf(one) === 'right');
}

function onLine(one: Box, other: Box): boolean {
  const bottom = Math.min(one.y + one.height, other.y + other.height);
  return bottom - Math.max(one.y, other.y) > Math.min(one.height, other.height) / 2;
}

function overlap(one: Box, other: Box): boolean {
  return one.x < other.x + other.width && other.x < one.x + one.width;
}
