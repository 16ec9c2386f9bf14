import { z } from 'zod';
import { controlsOf, namesOf } from '../seeing/controls.ts';
import { isIn, leafWords } from '../seeing/leaf-words.ts';
import { ancestorsOf, isSeen, type Look, type Thing } from '../seeing/look.ts';
import { pressablesThat } from '../seeing/pressables.ts';
import { normalise } from '../seeing/wording-match.ts';
import { wordsOf } from '../seeing/words.ts';

const text = z.string().trim().max(200);

const place = z
  .strictObject({ nth: z.number().int().positive(), of: z.number().int().positive() })
  .refine(({ nth, of }) => nth <= of);

/** What tells a thing from all others on its page, by what a person sees. */
export const cluesSchema = z.strictObject({
  /** Its own words: the label of a field, what a button says. Empty for an icon without words. */
  words: text,
  /** The heading that it stands under. */
  heading: text.optional(),
  /** The other words of the smallest block around it that has any. */
  beside: text.optional(),
  /** Its place among those that the rest fits; there must be as many. */
  place: place.optional(),
});

export type Clues = z.infer<typeof cluesSchema>;

/** What is pointed at: something to fill in, or something to press. */
export type ThingKind = 'field' | 'button';

/** Longer words say what a page is about, and not which thing is meant. */
const MAX_LENGTH = 60;

const NOT_ASIDE: ReadonlySet<string> = new Set();

/** A heading's own words label nothing under it. */
const HEADINGS = new Set(['heading']);

/** What may be the user's own: an address, a long number. */
const OWN_DATA = /@|\d(?:[\s.-]?\d){5,}/u;

/** Everything on a page that can be pointed at, in the order of reading. */
export function pointable(look: Look, kind: ThingKind): Thing[] {
  if (kind === 'field') return controlsOf(look);
  return pressablesThat(look, ({ ref }) => ref !== undefined);
}

/** All that may tell a thing from others, without its place. */
interface Told {
  readonly words: string;
  readonly heading: string;
  readonly beside: string;
}

/**
 * Returns the shortest description of a thing that fits nothing else on its page: its own words,
 * then its heading, then what stands beside it, at last its place among equals.
 * @returns undefined if the thing is not one that can be pointed at.
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

/** The things on a page that a description fits: one, or the page is not as it was taught. */
export function thingsFitting(look: Look, kind: ThingKind, clues: Clues): Thing[] {
  const equals = pointable(look, kind).filter((one) => fits(clues)(toldOf(look, kind, one)));
  if (clues.place === undefined) return equals;
  const { nth, of } = clues.place;
  const placed = equals[nth - 1];
  return equals.length === of && placed !== undefined ? [placed] : [];
}

/** Descriptions of a thing, the shortest first. Without words of its own it is never described by nothing. */
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

/** The name of a field; the words right before it if it has none. */
function labelOf(look: Look, control: Thing): string {
  const [name] = namesOf(look, control);
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

/** The last heading before a thing; what stands in a heading has none. */
function headingOf(look: Look, thing: Thing): string {
  const before = look.things.filter(
    (one) => one.role === 'heading' && one.at < thing.at && isSeen(one),
  );
  const heading = before.at(-1);
  return heading === undefined ? '' : wordsOf(look, heading);
}

/** The words of the smallest block around a thing that has more than its own, up to a limit. */
function besideOf(look: Look, thing: Thing, own: string): string {
  const controls = controlsOf(look);
  for (const block of ancestorsOf(look, thing)) {
    const said = leafWords(look, block.at, block.end, controls, NOT_ASIDE);
    const more = ordinaryWords(said.replace(own, ''));
    if (more !== '') return more.slice(0, MAX_LENGTH).trim();
  }
  return '';
}

/** Ordinary words alone: where a page shows a password or a number, it may stand beside anything. */
function ordinaryWords(said: string): string {
  const isOrdinary = (word: string): boolean =>
    /^(?:\p{L}['’])?(?:\p{Lu}?\p{Ll}+|\p{Lu}+|\p{L})[,.:?]?$/u.test(word);
  return said.split(/\s+/u).filter(isOrdinary).join(' ');
}

function withoutData(said: string): string {
  const words = said.replace(/\s+/gu, ' ').trim();
  return words.length > MAX_LENGTH * 2 || OWN_DATA.test(words) ? '' : words;
}
