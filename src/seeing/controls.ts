import { ancestorsOf, descendantsOf, isSeen, isWithin, type Look, type Thing } from './look.ts';
import { leafWords } from './leaf-words.ts';
import { normalise } from './wording-match.ts';

const TYPED_IN = new Set(['textbox', 'searchbox', 'spinbutton']);
const CHOSEN_IN = new Set(['combobox', 'listbox', 'radiogroup']);
const GROUPS = new Set(['group', 'radiogroup']);

/** What may stand for a list that is hidden. */
const OPENERS = new Set(['link', 'button', 'combobox']);

/** A list stands no farther from what opened it, in pixels. */
const EDGE = 12;

/** True for what takes a text, and nothing else; a list may be typed in too. */
export function isTypedIn({ role }: Thing): boolean {
  return TYPED_IN.has(role);
}

/** True for a group of choices of which one is taken. */
export function isGroup({ role }: Thing): boolean {
  return GROUPS.has(role);
}

/**
 * What a person fills in, in the order of reading: each control once. What stands in another one is
 * part of it, a list belongs to what opens it, and a hidden one is the widget that stands for it.
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

/** The names by which a control is known: its own, and those of what it is made of. */
export function namesOf(look: Look, control: Thing): string[] {
  const hidden = hiddenBeside(look, control);
  const parts = isTypedIn(control) || isGroup(control) ? [] : descendantsOf(look, control);
  const typed = parts.filter((part) => TYPED_IN.has(part.role) || CHOSEN_IN.has(part.role));
  return [control, ...typed, ...hidden]
    .flatMap((part) => [part.name, withoutValue(part)])
    .filter((name) => name !== '');
}

/** A list's button is often named by its label and by what it shows. */
function withoutValue({ name, value }: Thing): string {
  const shown = value?.reveal() ?? '';
  return shown !== '' && name.endsWith(shown) ? name.slice(0, -shown.length) : name;
}

/** A field that is seen, or the widget right before or after one that is not, or is kept silent. */
function standInOf(look: Look, field: Thing): Thing | undefined {
  const isForAll = isSeen(field) && !field.isSilent;
  const widget = isForAll
    ? undefined
    : besideOf(look, field).find((thing) => !thing.isSilent && isWidget(look, thing));
  return widget ?? (isSeen(field) ? field : undefined);
}

function hiddenBeside(look: Look, control: Thing): Thing[] {
  if (isTypedIn(control)) return [];
  return besideOf(look, control).filter(
    (thing) =>
      CHOSEN_IN.has(thing.role) && (!isSeen(thing) || thing.isSilent) && isWidget(look, control),
  );
}

/** What stands right before and right after a thing, in the same block. */
function besideOf(look: Look, thing: Thing): Thing[] {
  const siblings = look.things.filter(({ parent }) => parent === thing.parent);
  const place = siblings.indexOf(thing);
  return [siblings[place - 1], siblings[place + 1]].filter((one) => one !== undefined);
}

function isWidget(look: Look, thing: Thing): boolean {
  const parts = [thing, ...descendantsOf(look, thing)];
  return isSeen(thing) && parts.some((part) => OPENERS.has(part.role) || part.isPointedAt);
}

/** The blocks that hold all choices of a group of radio buttons, and no other field. */
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
 * A list and what opens it are one to a person: they bear the same label, or stand together without
 * a word between them, as a list does that fades out.
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
    // A native one has its options in it.
    const comboboxes = [opener, ...descendantsOf(look, opener)].filter(
      (part) =>
        part.role === 'combobox' &&
        !descendantsOf(look, part).some(({ role }) => role === 'option'),
    );
    if (comboboxes.length === 0) return false;
    const isDropped = comboboxes.some(({ isOpen }) => isOpen) || isAtEdge(opener, list);
    const names = namesOf(look, opener).map(normalise);
    if (list.name !== '' && !isLabelled && isDropped && names.includes(name)) return true;
    return opener === before && opener.parent === list.parent && !/[\p{L}\p{N}]/u.test(words);
  });
}

/** True where a list begins at the edge of what opens it, above it or below, as it does once dropped. */
function isAtEdge({ box: opener }: Thing, { box: list }: Thing): boolean {
  const gap = Math.max(list.y - (opener.y + opener.height), opener.y - (list.y + list.height));
  const isAcross = list.x < opener.x + opener.width && opener.x < list.x + list.width;
  return isAcross && gap <= EDGE;
}
