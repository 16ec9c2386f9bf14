/** Returns the same value with every string in it transformed, at any depth. */
export function mapTexts<T>(value: T, change: (text: string) => string): T {
  return changed(value) as T;

  function changed(part: unknown): unknown {
    if (typeof part === 'string') return change(part);
    if (Array.isArray(part)) return part.map(changed);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([key, item]) => [key, changed(item)]));
  }
}
