import { controlsOf, isGroup, isTypedIn, namesOf } from './controls.ts';
import { labelsOf, labelWords, placeOf } from './labels.ts';
import { wordsBetween } from './leaf-words.ts';
import { ancestorsOf, isWithin, type Look, type Thing } from './look.ts';
import { isWordedAs, normalise } from './wording-match.ts';
import type { Wording } from './wording.ts';

/** Why a field may be the one that a wording names. */
export type Reason =
  /** It has that name. */
  | 'name'
  /** It has a name with more in it: a hint, a mark of obligation, words that make it another's. */
  | 'longer-name'
  /** It stands at the label. */
  | 'beside'
  /** It stands at the label, with words between that a hint may be. */
  | 'beyond-words'
  /** It stands to the label's right, or under it, in another block. */
  | 'right'
  | 'under';

/** A field that a wording may name. */
export interface Claim {
  readonly thing: Thing;
  readonly by: Reason;
  /** What stands between the label and it. */
  readonly between: string;
  /** A label of that wording stands at it. */
  readonly isAtLabel: boolean;
}

/** What the page itself says of a field, as far as it tells whose label a wording is. */
export interface Labelling {
  /** The words of its labels that are shown, without hints. */
  readonly labels: readonly string[];
  /** The names that attributes give it, without hints. */
  readonly named: readonly string[];
  /** The hints near it. */
  readonly hints: readonly string[];
}

/** So many blocks around a label its field stands at most. */
const HIGHEST_BLOCK = 5;

/** Longer words between a label and a field are no hint. */
const MAX_HINT_LENGTH = 160;

/** The fields that a wording may name, and how many labels of that wording no field of that name is at. */
export interface Claims {
  readonly claims: readonly Claim[];
  readonly labelsLeft: number;
}

/** All fields that a wording may name. */
export function claimsOn(look: Look, wording: Wording): Claims {
  const controls = controlsOf(look);
  const byName = controls.flatMap((thing) => {
    const names = namesOf(look, thing);
    if (names.some((name) => isWordedAs(name, wording))) return [claim(thing, 'name')];
    return names.some((name) => holds(name, wording)) ? [claim(thing, 'longer-name')] : [];
  });
  const labels = labelsOf(look, wording, controls).map((label) => ({
    label,
    beside: besideLabel(look, label, controls),
  }));
  const isAt = (thing: Thing): boolean => labels.some(({ beside }) => beside?.thing === thing);
  const isNamed = (thing: Thing): boolean => byName.some((one) => one.thing === thing);
  const left = labels.filter(({ beside }) => beside === undefined || !isNamed(beside.thing));
  const byPlace = left
    .flatMap(({ label, beside }) => beside ?? byGeometry(look, label, controls) ?? [])
    .filter(({ thing, by }) => !isNamed(thing) && (isBesides(by) || !isAt(thing)));
  const claims = [
    ...byName.map((one) => ({ ...one, isAtLabel: isAt(one.thing) })),
    ...byPlace.filter(
      ({ thing }, index) => byPlace.findIndex((other) => other.thing === thing) === index,
    ),
  ];
  return { claims, labelsLeft: left.length };
}

function isBesides(by: Reason): boolean {
  return by === 'beside' || by === 'beyond-words';
}

function claim(thing: Thing, by: Reason, between = ''): Claim {
  return { thing, by, between, isAtLabel: true };
}

/** True where a look alone tells that this is the field, and that it takes a text. */
export function isPlain({ claims }: Claims): boolean {
  const [only, ...others] = claims;
  if (only === undefined || others.length > 0 || !isTypedIn(only.thing)) return false;
  return only.by === 'name' || (only.by === 'beside' && only.thing.name === '');
}

/** A claim with what the page says of its field. */
export interface Examined {
  readonly claim: Claim;
  readonly facts: Labelling;
}

/**
 * Those of the claimed fields that the wording names: what is certain before what merely stands
 * near, and a placeholder last. A label that stands far from the field that it names by markup is
 * no other field's label.
 */
export function namedOf<E extends Examined>(
  examined: readonly E[],
  labelsLeft: number,
  wording: Wording,
): { readonly rank: number; readonly fields: readonly E[] } {
  const isName = ({ claim: { by } }: Examined): boolean => by === 'name' || by === 'longer-name';
  const labelledFar = examined.filter(
    (one) =>
      one.claim.by === 'name' &&
      !one.claim.isAtLabel &&
      // A legend is a part of its group.
      !isGroup(one.claim.thing) &&
      one.facts.labels.length > 0 &&
      rankOf(one, wording) === 0,
  );
  const free = labelsLeft > labelledFar.length ? examined : examined.filter(isName);
  const ranks = free.map((one) => rankOf(one, wording));
  const rank = Math.min(...ranks);
  return { rank, fields: free.filter((_, index) => rank < Infinity && ranks[index] === rank) };
}

/** The lower, the surer; infinite for what is another's field. */
function rankOf({ claim, facts }: Examined, wording: Wording): number {
  const { labels, named, hints } = facts;
  const isLabelled = labels.some((words) => isWordedAs(words, wording));
  const isNamed = named.some((words) => isWordedAs(words, wording));
  const isFree = labels.length === 0 || isLabelled || isGroup(claim.thing);
  switch (claim.by) {
    case 'name':
      return labels.length > 0 || named.length > 0 || isGroup(claim.thing) ? 0 : 3;
    case 'longer-name':
      return isLabelled || isNamed ? 0 : Infinity;
    case 'beside':
      return isFree ? 0 : Infinity;
    case 'beyond-words':
      return isFree && isHint(claim.between, hints) ? 0 : Infinity;
    case 'right':
      return isFree ? 1 : Infinity;
    case 'under':
      return isFree ? 2 : Infinity;
  }
}

/** Where a text in a field's place stands in that order. */
export const TEXT_RANK = 1.5;

function isHint(between: string, hints: readonly string[]): boolean {
  const rest = hints.reduce(
    (words, hint) => words.replace(lettersOf(hint), ''),
    lettersOf(between),
  );
  return rest === '';
}

/** The letters and figures of a text alone. */
function lettersOf(text: string): string {
  return normalise(text).replace(/[^\p{L}\p{N}]/gu, '');
}

/** True where the wording may be a part of a name: what is set apart on the page is not in a name. */
function holds(name: string, wording: Wording): boolean {
  const letters = lettersOf(name);
  return wording.some((variant) => {
    const wanted = normalise(variant).split(/[^\p{L}\p{N}]+/u);
    return wanted.every((part) => letters.includes(part));
  });
}

/** The field in the label's own block, or the one that comes right after it. */
function besideLabel(look: Look, label: Thing, controls: readonly Thing[]): Claim | undefined {
  const group = controls.find((control) => isWithin(label, control));
  if (group !== undefined) return claim(group, 'beside');
  const blocks = [label, ...ancestorsOf(look, label)].slice(0, HIGHEST_BLOCK + 1);
  for (const block of blocks) {
    const inside = controls.filter((one) => one === block || isWithin(one, block));
    if (inside.length === 0) continue;
    const next = inside.find(({ at }) => at >= label.end);
    const between = next && wordsBetween(look, label.end, next.at, controls);
    if (next !== undefined && between === '') {
      const own = ownWords(look, next, label, controls);
      if (own !== '') return hinted(next, own);
      return isAlone(look, next, controls) ? claim(next, 'beside') : undefined;
    }
    const [only, ...others] = inside;
    if (only === undefined || others.length > 0) {
      return hinted(next, between ?? '');
    }
    const [words, own] = [block, label].map((one) => labelWords(look, one, controls));
    const rest = lettersOf(words ?? '').replace(lettersOf(own ?? ''), '');
    return rest === '' ? claim(only, 'beside') : hinted(only, rest);
  }
  return undefined;
}

/** The words of the blocks that hold a field and neither another one nor the label: another label. */
function ownWords(look: Look, control: Thing, label: Thing, controls: readonly Thing[]): string {
  const blocks = ancestorsOf(look, control);
  const end = blocks.findIndex(
    (block) =>
      isWithin(label, block) || controls.some((one) => one !== control && isWithin(one, block)),
  );
  const own = blocks.slice(0, end).at(-1);
  return own === undefined ? '' : wordsBetween(look, own.at, own.end, controls);
}

function hinted(thing: Thing | undefined, between: string): Claim | undefined {
  if (thing === undefined || between.length > MAX_HINT_LENGTH) return undefined;
  return claim(thing, 'beyond-words', between);
}

/** False where another field follows without a word of its own: which one is meant, nobody knows. */
function isAlone(look: Look, control: Thing, controls: readonly Thing[]): boolean {
  const next = controls[controls.indexOf(control) + 1];
  if (next === undefined || next.parent !== control.parent || next.name !== '') return true;
  return wordsBetween(look, control.end, next.at, controls) !== '';
}

/** The field that stands nearest to a label, on its line or under it. */
function byGeometry(look: Look, label: Thing, controls: readonly Thing[]): Claim | undefined {
  const [nearest] = controls
    .flatMap((thing) => {
      const place = placeOf(look, label, thing, controls);
      return place === undefined ? [] : [{ thing, ...place }];
    })
    .sort((one, other) =>
      one.side === other.side ? one.distance - other.distance : one.side === 'right' ? -1 : 1,
    );
  if (nearest === undefined || !isAlone(look, nearest.thing, controls)) return undefined;
  if (ownWords(look, nearest.thing, label, controls) !== '') return undefined;
  return claim(nearest.thing, nearest.side);
}

/** The names of the fields of a page, for messages; words alone, since a value may stand near. */
export function fieldNames(look: Look): string[] {
  const isWord = (word: string): boolean => /^(?:\p{L}['’])?\p{Lu}?\p{Ll}*$|^\p{Lu}+$/u.test(word);
  return controlsOf(look)
    .flatMap((control) => namesOf(look, control).slice(0, 1))
    .filter((text) => text.split(/[\s/*:().-]+/u).every(isWord));
}
