/** How far a text counts as near: below it nothing ties the two together but chance. */
const A_LETTER_IN_TWO = 0.5;

/**
 * The same texts, those nearest to what was looked for first, the others in the order in which they
 * stood. Near is what shares words with it, or differs from it by few letters: a label that was
 * renamed, shortened or mistyped.
 * @param wanted one or several wordings of what was looked for; the nearest of them counts.
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

/** Between 0, nothing in common, and 1, the same words. Both texts are plain. */
function nearness(wanted: string, text: string): number {
  if (wanted === '' || text === '') return 0;
  const longest = Math.max(wanted.length, text.length);
  const alike = 1 - editDistance(wanted, text) / longest;
  return Math.max(sharedWords(wanted, text), alike >= A_LETTER_IN_TWO ? alike : 0);
}

/** How much of the words of both is in both. */
function sharedWords(one: string, other: string): number {
  const words = new Set(one.split(' '));
  const others = new Set(other.split(' '));
  const shared = [...words].filter((word) => others.has(word)).length;
  return shared / (words.size + others.size - shared);
}

/** Letters to add, take away or change to make one text of the other (Levenshtein). */
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

/** Without case, accents and signs, as a person compares two labels. Long texts count by their beginning. */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .slice(0, 120);
}
