import { ancestorsOf, isSeen, type Look, type Thing } from './look.ts';

/** Drawn, or shown only while the pointer is over something; filled in, or chosen. */
const NO_WORDS = new Set([
  ...['img', 'tooltip', 'iframe', 'textbox', 'searchbox', 'spinbutton', 'combobox', 'listbox'],
  ...['option', 'radio', 'checkbox', 'switch', 'progressbar', 'separator'],
]);

/** A button that is no wider is an icon. */
const ICON = 40;

/** The words that stand between two places, those of what is filled in left out. */
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

/** The letters and figures between two places; empty where there are signs alone. */
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

function isIcon({ role, box }: Thing): boolean {
  return role === 'button' && box.width <= ICON;
}

/** True for a thing that is one of these roles, or stands in one. */
export function isIn(look: Look, thing: Thing, roles: ReadonlySet<string>): boolean {
  return [thing, ...ancestorsOf(look, thing)].some(({ role }) => roles.has(role));
}
