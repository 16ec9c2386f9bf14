/** Returns `2 renewed, 1 failed`: what there is none of is left out. */
export function counted<K extends string>(
  counts: Readonly<Record<NoInfer<K>, number>>,
  words: Readonly<Record<K, string>>,
): string {
  return (Object.entries(words) as [K, string][])
    .filter(([name]) => counts[name] > 0)
    .map(([name, word]) => `${counts[name]} ${word}`)
    .join(', ');
}
