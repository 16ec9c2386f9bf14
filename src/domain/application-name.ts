/**
 * Returns the first unused name of a pattern such as `Pldiffusion{n}`, n counting from 1.
 */
export function nextFreeName(pattern: string, taken: Iterable<string>): string {
  const known = new Set([...taken].map(nameKey));
  for (let n = 1; ; n += 1) {
    const name = pattern.replace('{n}', String(n));
    if (!known.has(nameKey(name))) return name;
  }
}

/** Checks whether two names would be the same on the portal. */
export function isSameName(one: string, other: string): boolean {
  return nameKey(one) === nameKey(other);
}

/**
 * Returns what names that count as equal share. Whether the portal distinguishes case is unverified,
 * and a page shows any run of white space as one space.
 */
export function nameKey(name: string): string {
  return name.trim().replace(/\s+/gu, ' ').toLowerCase();
}
