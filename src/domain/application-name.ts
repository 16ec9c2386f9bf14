/**
 * The first name of a pattern such as `Pldiffusion{n}` that nobody has, n counting from 1. Names
 * that differ in case alone count as one: whether the portal tells them apart is unverified.
 */
export function nextFreeName(pattern: string, taken: Iterable<string>): string {
  const known = new Set([...taken].map((name) => name.trim().toLowerCase()));
  for (let n = 1; ; n += 1) {
    const name = pattern.replace('{n}', String(n));
    if (!known.has(name.toLowerCase())) return name;
  }
}

/** True where two names would be one on the portal. */
export function isSameName(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}
