/**
 * Returns the words of an address, a key or a text, in lower case without accents:
 * `rechercherStructures` has two. Parts with a digit do not count as words.
 */
export function wordsIn(text: string): string[] {
  const parted = text.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2');
  const plain = parted.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return (plain.match(/[\p{L}\d]+/gu) ?? []).filter((word) => !/\d/u.test(word));
}
