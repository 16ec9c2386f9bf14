/** Number of menu entries that identify the application. */
const ENOUGH = 3;

/** The parts of the connections application that show which rights a user has there. */
export interface SeenOfRights {
  /** Number of menu entries for other spaces. */
  readonly otherSpaces: number;
  /** Whether the menu has the space of connections, folded or not. */
  readonly hasSpace: boolean;
}

/** Returns whether the application is shown without the space of connections in its menu. */
export function isWithoutSpace({ otherSpaces, hasSpace }: SeenOfRights): boolean {
  return !hasSpace && otherSpaces >= ENOUGH;
}

/**
 * Returns whether the list of connections has no button to declare one, in any wording: then the
 * right is missing, and not only the expected name.
 */
export function offersNothingToDeclare(pressables: readonly string[]): boolean {
  const adds = /d[ée]clar|cr[ée]{1,2}r|ajout|nouve|raccorder|creat|\badd\b|\bnew\b/iu;
  return !pressables.some(
    (words) => words.trim() === '' || (adds.test(words) && !/\bEDI\b/u.test(words)),
  );
}
