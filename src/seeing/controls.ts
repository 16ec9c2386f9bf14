import { ancestorsOf, descendantsOf, isSeen, isWithin, type Look, type Thing } from './look.ts';
import { leafWords } from './leaf-words.ts';
import { normalise } from './wording-match.ts';

const TYPED_IN = new Set(['textbox', 'searchbox', 'spinbutton']);
const CHOSEN_IN = new Set(['combobox', 'listbox', 'radiogroup']);
const GROUPS = new Set(['group', 'radiogroup']);

/** Roles of widgets that may replace a hidden list. */
const OPENERS = new Set(['link', 'button', 'combobox']);

/** Maximum distance between a list and its opener, and height of a line of a form, in pixels. */
const [EDGE, HIGHEST_LINE] = [12, 80];

/** Returns whether an element is a text input only; some lists can be typed in too. */
export function isTypedIn({ role }: Thing): boolean {
  return TYPED_IN.has(role);
}

/** Returns whether an element is a single-choice group. */
export function isGroup({ role }: Thing): boolean {
  return GROUPS.has(role);
}

/**
 * Returns the form controls in reading order, each once. A control inside another one is part of
 * it, a list belongs to its opener, and a hidden control is replaced by its visible widget.
 */
export function controlsOf(look: Look): Thing[] {
  const fields = look.things.filter(({ role }) => TYPED_IN.has(role) || CHOSEN_IN.has(role));
  const shown = [...fields.map((field) => standInOf(look, field)), ...radioGroups(look)].filter(
    (thing) => thing !== undefined,
  );
  const unique = [...new Set(shown)]
    .sort((one, other) => one.at - other.at)
    .filter((thing) => isSeen(thing) && thing.ref !== undefined);
  const outermost = unique.filter((one) => !unique.some((other) => isWithin(one, other)));
  return outermost.filter((one) => !isListOfAnother(look, one, outermost));
}

/** Returns the names of a control: its own, and those of its parts. */
export function namesOf(look: Look, control: Thing): string[] {
  const hidden = hiddenBeside(look, control);
  const parts = isTypedIn(control) || isGroup(control) ? [] : descendantsOf(look, control);
  const typed = parts.filter((part) => TYPED_IN.has(part.role) || CHOSEN_IN.has(part.role));
  return [control, ...typed, ...hidden]
    .flatMap((part) => [part.name, withoutValue(part)])
    .filter((name) => name !== '');
}

/** Returns a name without the value: a list's button is often named by its label and its value. */
function withoutValue({ name, value }: Thing): string {
  const shown = value?.reveal() ?? '';
  return shown !== '' && name.endsWith(shown) ? name.slice(0, -shown.length) : name;
}

/**
 * Returns a visible field; for a hidden or silent one, the widget right before or after it, or the
 * line that it is in.
 */
function standInOf(look: Look, field: Thing): Thing | undefined {
  const isForAll = isSeen(field) && !field.isSilent;
  const widget = isForAll
    ? undefined
    : besideOf(look, field).find((thing) => !thing.isSilent && isWidget(look, thing));
  return widget ?? (isSeen(field) ? field : lineAround(look, field));
}

/** Returns the line that shows what is chosen in a list whose input is too small to be seen. */
function lineAround(look: Look, { role, parent, isSilent, ...field }: Thing): Thing | undefined {
  const line = parent === undefined ? undefined : look.things[parent];
  if (role !== 'combobox' || isSilent || line === undefined) return undefined;
  const others = descendantsOf(look, line).filter(
    ({ at, role: one }) =>
      at !== field.at && (TYPED_IN.has(one) || CHOSEN_IN.has(one) || OPENERS.has(one)),
  );
  const isNative = look.things.slice(field.at, field.end).some((one) => one.role === 'option');
  return others.length > 0 || isNative || line.box.height > HIGHEST_LINE ? undefined : line;
}

function hiddenBeside(look: Look, control: Thing): Thing[] {
  if (isTypedIn(control)) return [];
  return besideOf(look, control).filter(
    (thing) =>
      CHOSEN_IN.has(thing.role) && (!isSeen(thing) || thing.isSilent) && isWidget(look, control),
  );
}

/** Returns the elements right before and right after an element, in the same block. */
function besideOf(look: Look, thing: Thing): Thing[] {
  const siblings = look.things.filter(({ parent }) => parent === thing.parent);
  const place = siblings.indexOf(thing);
  return [siblings[place - 1], siblings[place + 1]].filter((one) => one !== undefined);
}

function isWidget(look: Look, thing: Thing): boolean {
  const parts = [thing, ...descendantsOf(look, thing)];
  return isSeen(thing) && parts.some((part) => OPENERS.has(part.role) || part.isPointedAt);
}

/** Returns the blocks that hold all choices of a group of radio buttons, and no other field. */
function radioGroups(look: Look): Thing[] {
  const isRadio = ({ role }: Thing): boolean => role === 'radio';
  return look.things.filter(isRadio).flatMap((radio) => {
    const blocks = ancestorsOf(look, radio);
    const holds = blocks.filter((block) => descendantsOf(look, block).filter(isRadio).length > 1);
    const [nearest] = holds;
    if (nearest === undefined) return [];
    const count = descendantsOf(look, nearest).filter(isRadio).length;
    const hasOthers = (block: Thing): boolean =>
      descendantsOf(look, block).some(
        (part) => TYPED_IN.has(part.role) || part.role === 'combobox' || part.role === 'listbox',
      );
    // The group of a whole form may have no other radio buttons.
    const named = holds.find(
      (block) =>
        isGroup(block) &&
        descendantsOf(look, block).filter(isRadio).length === count &&
        !hasOthers(block),
    );
    const group = named ?? nearest;
    return hasOthers(group) ? [] : [group];
  });
}

/**
 * Returns whether a list belongs to another control, its opener: both have the same label, or are
 * adjacent without a word between them, as with a list that fades out.
 */
function isListOfAnother(look: Look, list: Thing, controls: readonly Thing[]): boolean {
  if (list.role !== 'listbox') return false;
  const before = controls.filter(({ end }) => end <= list.at).at(-1);
  const words = leafWords(look, before?.end ?? 0, list.at, controls);
  const name = normalise(list.name);
  const isItsLabel = (thing: Thing): boolean =>
    normalise(leafWords(look, thing.at, thing.end, controls)) === name;
  const isLabelled =
    list.name !== '' &&
    // A hint may follow the label.
    (normalise(words).endsWith(name) ||
      look.things.slice(before?.end ?? 0, list.at).some(isItsLabel));
  return controls.some((opener) => {
    if (opener === list) return false;
    // A native one contains its options.
    const comboboxes = [opener, ...descendantsOf(look, opener)].filter(
      (part) =>
        part.role === 'combobox' &&
        !descendantsOf(look, part).some(({ role }) => role === 'option'),
    );
    if (comboboxes.length === 0) return false;
    const isDropped = comboboxes.some(({ isOpen }) => isOpen) || isAtEdge(opener, list);
    const names = namesOf(look, opener).map(normalise);
    if (list.name !== '' && !isLabelled && isDropped && names.includes(name)) return true;
    // A list of another name, apart from the control before it, is a field of its own.
    const isApart = list.name !== '' && !names.includes(name) && !isDropped;
    const isNext = opener === before && opener.parent === list.parent;
    return isNext && !isApart && !/[\p{L}\p{N}]/u.test(words);
  });
}

/** Returns whether a list touches its opener, above or below, as it does once dropped down. */
function isAtEdge({ box: opener }: Thing, { box: list }: Thing): boolean {
  const gap = Math.max(list.y - (opener.y + opener.height), opener.y - (list.y + list.height));
  const isAcross = list.x < opener.x + opener.width && opener.x < list.x + list.width;
  return isAcross && gap <= EDGE;
}
