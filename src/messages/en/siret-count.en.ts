/** Returns a number of SIRETs with its noun: `1 SIRET`, `2 SIRETs`. */
export function siretCount(count: number): string {
  return count === 1 ? '1 SIRET' : `${count} SIRETs`;
}
