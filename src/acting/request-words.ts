/**
 * The words of an address, a key or a text, small and without accents: `rechercherStructures` has
 * two. What has a digit in it is no word.
 */
export function wordsIn(text: string): string[] {
  const parted = text.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2');
  const plain = parted.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return (plain.match(/[\p{L}\d]+/gu) ?? []).filter((word) => !/\d/u.test(word));
}
