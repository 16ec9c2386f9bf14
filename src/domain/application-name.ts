/**
 * Returns the first unused name of a pattern such as `Pldiffusion{n}`, n counting from 1. Names of
 * different case count as equal: whether the portal distinguishes them is unverified.
 */
export function nextFreeName(pattern: string, taken: Iterable<string>): string {
  const known = new Set([...taken].map((name) => name.trim().toLowerCase()));
  for (let n = 1; ; n += 1) {
    const name = pattern.replace('{n}', String(n));
    if (!known.has(name.toLowerCase())) return name;
  }
}

/** Checks whether two names would be the same on the portal. */
export function isSameName(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}
