import { ancestorsOf, isSeen, type Look, type Thing } from './look.ts';

/** Roles of images, of elements shown only on hover, and of form controls. */
const NO_WORDS = new Set([
  ...['img', 'tooltip', 'iframe', 'textbox', 'searchbox', 'spinbutton', 'combobox', 'listbox'],
  ...['option', 'radio', 'checkbox', 'switch', 'progressbar', 'separator'],
]);

/** Maximum width of a button that counts as an icon, in pixels. */
const ICON = 40;

/** Returns the words between two positions, without those of form controls. */
export function leafWords(
  look: Look,
  from: number,
  to: number,
  controls: readonly Thing[],
  without: ReadonlySet<string> = new Set(),
): string {
  const words: string[] = [];
  for (let at = from; at < to; at += 1) {
    const thing = look.things[at];
    if (thing === undefined) break;
    const isAside =
      NO_WORDS.has(thing.role) ||
      without.has(thing.role) ||
      controls.includes(thing) ||
      isIcon(thing);
    if (isAside || !isSeen(thing)) {
      at = thing.end - 1;
      continue;
    }
    if (thing.role === 'text') words.push(thing.text);
    // A cell's words are its name.
    else if (thing.end === thing.at + 1) words.push(thing.name);
  }
  return words.join(' ').replace(/\s+/gu, ' ').trim();
}

/** Returns the letters and digits between two positions; empty if there are only symbols. */
export function wordsBetween(
  look: Look,
  from: number,
  to: number,
  controls: readonly Thing[],
): string {
  return leafWords(look, from, to, controls)
    .replace(/[^\p{L}\p{N} ]/gu, '')
    .trim();
}

/** Returns whether an element is an icon to press: its name is not shown. */
export function isIcon({ role, box }: Thing): boolean {
  return role === 'button' && box.width <= ICON;
}

/** Returns whether an element has one of these roles, or is inside one that has. */
export function isIn(look: Look, thing: Thing, roles: ReadonlySet<string>): boolean {
  return [thing, ...ancestorsOf(look, thing)].some(({ role }) => roles.has(role));
}
