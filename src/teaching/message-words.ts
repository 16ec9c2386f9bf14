import { isOutcomeWord } from '../seeing/outcome-words.ts';

/** What a message of the portal may say about a form that was sent. */
export const MEANINGS = ['accepted', 'refused'] as const;

export type Meaning = (typeof MEANINGS)[number];

/** Fewest ordinary words by which a message is known: fewer would fit messages about anything. */
const FEWEST_WORDS = 3;

/** The mark for words that were left out. */
const GAP = '…';

/** Words that join the parts of a name: "Boulangerie du Port". */
const JOINING = new Set([
  'de',
  'du',
  'des',
  'la',
  'le',
  'les',
  'et',
  'en',
  'sur',
  'a',
  'au',
  'aux',
]);

const QUOTED = /«[^»]*»|“[^”]*”|"[^"]*"/gu;

/**
 * Returns the ordinary words of a message, with a gap for each value in it: names, numbers,
 * addresses and all that is quoted or written in capitals, but for words of how something ended.
 * @returns undefined if too few ordinary words are left.
 */
export function messageWords(text: string): string | undefined {
  const words = text
    .replace(QUOTED, (quoted) => ` ${outcomeIn(quoted)} `)
    .split(/\s+/u)
    .filter((word) => word !== '');
  const told = words.map((word) => bare(word));
  const kept = told.map((word, at) =>
    isOrdinary(word) && !joinsNames(told, at) ? word.toLowerCase() : GAP,
  );
  if (kept.filter((word) => word !== GAP).length < FEWEST_WORDS) return undefined;
  return kept.filter((word, at) => word !== GAP || kept[at - 1] !== GAP).join(' ');
}

/** Returns whether a message is the one that was taught, whatever values it has now. */
export function isMessageOf(text: string, taught: string): boolean {
  const words = messageWords(text);
  return words !== undefined && withoutGaps(words) === withoutGaps(taught);
}

function withoutGaps(words: string): string {
  return words
    .split(' ')
    .filter((word) => word !== GAP)
    .join(' ');
}

function bare(word: string): string {
  return word.replace(/^[("'’]+|[)"'’.,:;!?]+$/gu, '');
}

function outcomeIn(quoted: string): string {
  const words = quoted.split(/[^\p{L}'’-]+/u);
  return words.map((word) => (isOutcomeWord(word) ? word : GAP)).join(' ');
}

/** A word in small letters: a name has a capital, and a generated value digits or symbols. */
function isOrdinary(word: string): boolean {
  return /^(?:\p{Ll}['’])?\p{Ll}+(?:-\p{Ll}+)*$/u.test(word) || isOutcomeWord(word);
}

function joinsNames(words: readonly string[], at: number): boolean {
  const word = words[at] ?? '';
  const [before, after] = [words[at - 1], words[at + 1]];
  if (!JOINING.has(word) || before === undefined || after === undefined) return false;
  return !isOrdinary(before) && !isOrdinary(after);
}
