/** Returns counts as `2 renewed, 1 failed`; zero counts are omitted. */
export function counted<K extends string>(
  counts: Readonly<Record<NoInfer<K>, number>>,
  words: Readonly<Record<K, string>>,
): string {
  return (Object.entries(words) as [K, string][])
    .filter(([name]) => counts[name] > 0)
    .map(([name, word]) => `${counts[name]} ${word}`)
    .join(', ');
}
