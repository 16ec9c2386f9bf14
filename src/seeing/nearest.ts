import { normalise } from './wording-match.ts';
import type { Wording } from './wording.ts';

/** Most texts to report: more would hide the one that is meant. */
const MAX_NAMED = 8;

/** Returns the texts that are most similar to a wording, the most similar first. */
export function nearest(wording: Wording, texts: readonly string[]): string[] {
  const wanted = wording.map(pairsOf);
  const alike = (text: string): number =>
    Math.max(...wanted.map((pairs) => likeness(pairs, pairsOf(text))));
  return [...new Set(texts)]
    .filter((text) => text !== '')
    .map((text) => ({ text, alike: alike(text) }))
    .sort((one, other) => other.alike - one.alike)
    .slice(0, MAX_NAMED)
    .map(({ text }) => text);
}

function pairsOf(text: string): Set<string> {
  const letters = ` ${normalise(text)} `;
  return new Set([...letters].slice(1).map((_, index) => letters.slice(index, index + 2)));
}

/** Returns Dice's coefficient over pairs of letters: 0 for nothing in common, 1 for the same. */
function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const shared = [...one].filter((pair) => other.has(pair)).length;
  return (2 * shared) / (one.size + other.size);
}
