import { z } from 'zod';
import { controlsOf, isTypedIn, namesOf } from '../seeing/controls.ts';
import { isIn, leafWords } from '../seeing/leaf-words.ts';
import { ancestorsOf, descendantsOf, isSeen, type Look, type Thing } from '../seeing/look.ts';
import { pressablesThat } from '../seeing/pressables.ts';
import { normalise } from '../seeing/wording-match.ts';
import { wordsOf } from '../seeing/words.ts';

const text = z.string().trim().max(200);

const place = z
  .strictObject({ nth: z.number().int().positive(), of: z.number().int().positive() })
  .refine(({ nth, of }) => nth <= of);

/** The visible signs that distinguish an element from all others on its page. */
export const cluesSchema = z.strictObject({
  /** Its own words: a field's label, a button's text. Empty for an icon without words. */
  words: text,
  /** The heading above it. */
  heading: text.optional(),
  /** The other words of the smallest block around it that has any. */
  beside: text.optional(),
  /** Its position among the elements that match the rest; their number must match too. */
  place: place.optional(),
});

export type Clues = z.infer<typeof cluesSchema>;

/** The kind of an element that is pointed at: a form control, or an element to press. */
export type ThingKind = 'field' | 'button';

/** Maximum length of quoted words: longer ones describe the page, not the element. */
const MAX_LENGTH = 60;

const NOT_ASIDE: ReadonlySet<string> = new Set();

/** A heading's own words are not labels of the elements under it. */
const HEADINGS = new Set(['heading']);

/** Possible personal data of the user: an address, a long number. */
const OWN_DATA = /@|\d(?:[\s.-]?\d){5,}/u;

/** Returns everything on a page that can be pointed at, in reading order. */
export function pointable(look: Look, kind: ThingKind): Thing[] {
  if (kind === 'field') return controlsOf(look);
  return pressablesThat(look, ({ ref }) => ref !== undefined);
}

/** All signs that may distinguish an element from others, except its position. */
interface Told {
  readonly words: string;
  readonly heading: string;
  readonly beside: string;
}

/**
 * Returns the shortest description that matches no other element on the page: its own words, then
 * its heading, then the words beside it, finally its position among equals.
 * @returns undefined if the element cannot be pointed at.
 */
export function cluesTo(look: Look, kind: ThingKind, thing: Thing): Clues | undefined {
  const things = pointable(look, kind);
  if (!things.includes(thing)) return undefined;
  const told = things.map((one) => toldOf(look, kind, one));
  const own = told[things.indexOf(thing)];
  if (own === undefined) return undefined;
  const descriptions = sayings(own);
  const unique = descriptions.find((clues) => told.filter(fits(clues)).length === 1);
  if (unique !== undefined) return unique;
  const fullest = descriptions.at(-1) ?? { words: own.words };
  const equals = things.filter((_, index) => fits(fullest)(told[index]));
  const nth = equals.indexOf(thing) + 1;
  return { ...fullest, place: { nth, of: equals.length } };
}

/** Returns the matches of a description: anything but one means that the page has changed. */
export function thingsFitting(look: Look, kind: ThingKind, clues: Clues): Thing[] {
  const equals = pointable(look, kind).filter((one) => fits(clues)(toldOf(look, kind, one)));
  if (clues.place === undefined) return equals;
  const { nth, of } = clues.place;
  const placed = equals[nth - 1];
  return equals.length === of && placed !== undefined ? [placed] : [];
}

/** Returns descriptions, the shortest first. An element without words gets the fullest one. */
function sayings({ words, heading, beside }: Told): Clues[] {
  const under = heading === '' ? [] : [{ words, heading }];
  const near = beside === '' ? [] : [{ words, beside }];
  const both = heading === '' || beside === '' ? [] : [{ words, heading, beside }];
  if (words !== '') return [{ words }, ...under, ...near, ...both];
  const all = [...both, ...near, ...under];
  return all.length > 0 ? all.slice(0, 1) : [{ words }];
}

function fits(clues: Clues): (told: Told | undefined) => boolean {
  const isSame = (one: string | undefined, other: string): boolean =>
    one === undefined || normalise(one) === normalise(other);
  return (told) =>
    told !== undefined &&
    isSame(clues.words, told.words) &&
    isSame(clues.heading, told.heading) &&
    isSame(clues.beside, told.beside);
}

function toldOf(look: Look, kind: ThingKind, thing: Thing): Told {
  const words = kind === 'field' ? labelOf(look, thing) : ownWords(look, thing);
  return {
    words: withoutData(words),
    heading: withoutData(headingOf(look, thing)),
    beside: besideOf(look, thing, words),
  };
}

function ownWords(look: Look, thing: Thing): string {
  const words = wordsOf(look, thing);
  return words === '' ? thing.name : words;
}

/**
 * Returns the name of a field; if it has none, the words right before it. A list may be named by
 * the option that it shows, which is no label: it would be another one once something is chosen.
 */
function labelOf(look: Look, control: Thing): string {
  // The part that shows the option may name the part around it.
  const chosen = [control, ...descendantsOf(look, control)]
    .flatMap((part) => [part.value?.reveal() ?? '', part.text, wordsOf(look, part)])
    .map(normalise);
  const isLabel = (name: string): boolean =>
    isTypedIn(control) || (withoutData(name) !== '' && !chosen.includes(normalise(name)));
  const name = namesOf(look, control).find(isLabel);
  if (name !== undefined) return name;
  const controls = controlsOf(look);
  const after = Math.max(
    0,
    ...controls.filter(({ end }) => end <= control.at).map(({ end }) => end),
  );
  const before = look.things
    .slice(after, control.at)
    .filter((one) => one.role === 'text' && /\p{L}/u.test(one.text) && !isIn(look, one, HEADINGS));
  return before.at(-1)?.text ?? '';
}

/** Returns the last heading before an element; empty without one. */
function headingOf(look: Look, thing: Thing): string {
  const before = look.things.filter(
    (one) => one.role === 'heading' && one.at < thing.at && isSeen(one),
  );
  const heading = before.at(-1);
  return heading === undefined ? '' : wordsOf(look, heading);
}

/** Returns the words of the smallest block around an element with more words, up to a limit. */
function besideOf(look: Look, thing: Thing, own: string): string {
  const controls = controlsOf(look);
  for (const block of ancestorsOf(look, thing)) {
    const said = leafWords(look, block.at, block.end, controls, NOT_ASIDE);
    const more = ordinaryWords(said.replace(own, ''));
    if (more !== '') return more.slice(0, MAX_LENGTH).trim();
  }
  return '';
}

/** Returns ordinary words only: a password or a number on the page may be beside any element. */
function ordinaryWords(said: string): string {
  const isOrdinary = (word: string): boolean =>
    /^(?:\p{L}['’])?(?:\p{Lu}?\p{Ll}+|\p{Lu}+|\p{L})[,.:?]?$/u.test(word);
  return said.split(/\s+/u).filter(isOrdinary).join(' ');
}

/** A mark of required fields, as it is said to those who do not see it: another one once filled in. */
const REQUIRED =
  /^(?:obligatoire|required)(?: (?:rempli|filled))? | \(?(?:obligatoire|required)(?: (?:rempli|filled))?\)?$/giu;

/** Returns the words without a mark of required fields; empty if they may be the user's data. */
function withoutData(said: string): string {
  const words = said
    .replace(/\s+/gu, ' ')
    .replace(/(?:\s*[*:])+\s*$/u, '')
    .trim()
    .replace(REQUIRED, '');
  return words.length > MAX_LENGTH * 2 || OWN_DATA.test(words) ? '' : words;
}
