/** So many entries of a menu tell whose it is. */
const ENOUGH = 3;

/** What of a page of the application of connections tells which rights somebody has there. */
export interface SeenOfRights {
  /** How many entries its menu has that are for other spaces. */
  readonly otherSpaces: number;
  /** Whether the menu has the space of connections, folded or not. */
  readonly hasSpace: boolean;
}

/** True where the application is shown, and its menu lacks the space of connections. */
export function isWithoutSpace({ otherSpaces, hasSpace }: SeenOfRights): boolean {
  return !hasSpace && otherSpaces >= ENOUGH;
}

/**
 * True where nothing on the list of connections offers to declare one, be it worded otherwise: then
 * its right is missing, and not its name.
 */
export function offersNothingToDeclare(pressables: readonly string[]): boolean {
  const adds = /d[ée]clar|cr[ée]{1,2}r|ajout|nouve|raccorder|creat|\badd\b|\bnew\b/iu;
  return !pressables.some(
    (words) => words.trim() === '' || (adds.test(words) && !/\bEDI\b/u.test(words)),
  );
}
