/** The lowest similarity that is not due to chance. */
const A_LETTER_IN_TWO = 0.5;

/**
 * Sorts texts by similarity to the wanted one, keeping the order of those without any. Similar
 * texts share words, or differ by few letters: a label that was renamed, shortened or mistyped.
 * @param wanted one or several wordings; the most similar one counts.
 */
export function sortedBySimilarity(wanted: readonly string[], texts: readonly string[]): string[] {
  const sought = wanted.map(plain);
  return texts
    .map((text) => ({
      text,
      nearness: Math.max(0, ...sought.map((one) => nearness(one, plain(text)))),
    }))
    .sort((one, other) => other.nearness - one.nearness)
    .map(({ text }) => text);
}

/** Returns the similarity of two plain texts: 0 for nothing in common, 1 for the same words. */
function nearness(wanted: string, text: string): number {
  if (wanted === '' || text === '') return 0;
  const longest = Math.max(wanted.length, text.length);
  const alike = 1 - editDistance(wanted, text) / longest;
  return Math.max(sharedWords(wanted, text), alike >= A_LETTER_IN_TWO ? alike : 0);
}

/** Returns the share of the words of both texts that occur in both. */
function sharedWords(one: string, other: string): number {
  const words = new Set(one.split(' '));
  const others = new Set(other.split(' '));
  const shared = [...words].filter((word) => others.has(word)).length;
  return shared / (words.size + others.size - shared);
}

/** Returns the letters to add, remove or change to turn one text into the other (Levenshtein). */
export function editDistance(one: string, other: string): number {
  let above = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let row = 1; row <= one.length; row += 1) {
    const line = [row];
    for (let column = 1; column <= other.length; column += 1) {
      const changed = one[row - 1] === other[column - 1] ? 0 : 1;
      line.push(
        Math.min(
          (above[column] ?? 0) + 1,
          (line[column - 1] ?? 0) + 1,
          (above[column - 1] ?? 0) + changed,
        ),
      );
    }
    above = line;
  }
  return above[other.length] ?? 0;
}

/** Removes case, accents and punctuation. Only the beginning of a long text counts. */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .slice(0, 120);
}
