import { controlsOf, isGroup, isTypedIn, namesOf } from './controls.ts';
import { columnField, isElsewhere, labelsOf, labelWords, placeOf } from './labels.ts';
import { wordsBetween } from './leaf-words.ts';
import { ancestorsOf, isWithin, type Look, type Thing } from './look.ts';
import { isWordedAs, normalise } from './wording-match.ts';
import type { Wording } from './wording.ts';

/** The evidence that a wording names a field. */
export type Reason =
  /** It has exactly that name. */
  | 'name'
  /** Its name contains more: a hint, a mark of obligation, words of another field's name. */
  | 'longer-name'
  /** It is at the label. */
  | 'beside'
  /** It is at the label, with words between that may be a hint. */
  | 'beyond-words'
  /** It is to the label's right, or under it, in another block. */
  | 'right'
  | 'under';

/** A field that a wording may name. */
export interface Claim {
  readonly thing: Thing;
  readonly by: Reason;
  /** The words between the label and the field. */
  readonly between: string;
  /** True if a label with that wording is at the field. */
  readonly isAtLabel: boolean;
}

/** The page's own data on a field that shows which label it belongs to. */
export interface Labelling {
  /** The words of its visible labels, without hints. */
  readonly labels: readonly string[];
  /** The names from its attributes, without hints. */
  readonly named: readonly string[];
  /** The hints near it. */
  readonly hints: readonly string[];
}

/** Most blocks around a label that are searched for its field. */
const HIGHEST_BLOCK = 5;

/** Maximum length of a hint between a label and a field. */
const MAX_HINT_LENGTH = 160;

/** The fields that a wording may name, and the number of its labels not at a field so named. */
export interface Claims {
  readonly claims: readonly Claim[];
  readonly labelsLeft: number;
}

/** Returns all fields that a wording may name. */
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
  // A field beyond other words that has a longer name is the next one, with a label of its own.
  const isNext = ({ thing, by }: Claim): boolean =>
    by === 'beyond-words' && byName.some((one) => one.thing === thing && one.by === 'longer-name');
  const left = labels.filter(
    ({ beside }) => beside === undefined || !isNamed(beside.thing) || isNext(beside),
  );
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

/**
 * Returns whether a look alone is enough to identify the field as a text input. One that only its
 * place names may be clipped away.
 */
export function isPlain({ claims }: Claims): boolean {
  const [only, ...others] = claims;
  if (only === undefined || others.length > 0 || !isTypedIn(only.thing)) return false;
  return only.by === 'name';
}

/** A claim with the page's data on its field. */
export interface Examined {
  readonly claim: Claim;
  readonly facts: Labelling;
}

/**
 * Returns the claimed fields that the wording names: certain matches first, then nearby ones,
 * placeholders last. A label far from the field that it names by markup is not another field's
 * label.
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
      // A legend is part of its group.
      !isGroup(one.claim.thing) &&
      one.facts.labels.length > 0 &&
      rankOf(one, wording) === 0,
  );
  const free = labelsLeft > labelledFar.length ? examined : examined.filter(isName);
  const ranks = free.map((one) => rankOf(one, wording));
  const rank = Math.min(...ranks);
  return { rank, fields: free.filter((_, index) => rank < Infinity && ranks[index] === rank) };
}

/** Returns the rank of a claim, lower if surer; infinite for another label's field. */
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

/** The rank of a text in place of a field. */
export const TEXT_RANK = 1.5;

function isHint(between: string, hints: readonly string[]): boolean {
  const rest = hints.reduce(
    (words, hint) => words.replace(lettersOf(hint), ''),
    lettersOf(between),
  );
  return rest === '';
}

/** Returns only the letters and digits of a text. */
function lettersOf(text: string): string {
  return normalise(text).replace(/[^\p{L}\p{N}]/gu, '');
}

/** Returns whether a name contains all words of the wording, ignoring separators on the page. */
function holds(name: string, wording: Wording): boolean {
  const letters = lettersOf(name);
  return wording.some((variant) => {
    const wanted = normalise(variant).split(/[^\p{L}\p{N}]+/u);
    return wanted.every((part) => letters.includes(part));
  });
}

/** Returns the field in the label's own block, or the one right after it. */
function besideLabel(look: Look, label: Thing, controls: readonly Thing[]): Claim | undefined {
  const group = controls.find((control) => isWithin(label, control));
  const own = group ?? columnField(look, label, controls);
  if (own !== undefined) return claim(own, 'beside');
  const blocks = [label, ...ancestorsOf(look, label)].slice(0, HIGHEST_BLOCK + 1);
  for (const block of blocks) {
    const inside = controls.filter((one) => one === block || isWithin(one, block));
    if (inside.length === 0) continue;
    const next = inside.find(({ at }) => at >= label.end);
    const between = next && wordsBetween(look, label.end, next.at, controls);
    if (next !== undefined && between === '') {
      if (isElsewhere(look, label, next, controls)) return undefined;
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

/** Returns the words of the blocks that hold only this field and not the label: another label. */
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

/** Returns false if another field follows without words of its own: the label is ambiguous. */
function isAlone(look: Look, control: Thing, controls: readonly Thing[]): boolean {
  const next = controls[controls.indexOf(control) + 1];
  if (next === undefined || next.parent !== control.parent || next.name !== '') return true;
  return wordsBetween(look, control.end, next.at, controls) !== '';
}

/** Returns the field nearest to a label, on its line or under it. */
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

/** Returns the names of a page's fields, for messages; only words, since a value may be near. */
export function fieldNames(look: Look): string[] {
  const isWord = (word: string): boolean => /^(?:\p{L}['’])?\p{Lu}?\p{Ll}*$|^\p{Lu}+$/u.test(word);
  return controlsOf(look)
    .flatMap((control) => namesOf(look, control).slice(0, 1))
    .filter((text) => text.split(/[\s/*:().-]+/u).every(isWord));
}
