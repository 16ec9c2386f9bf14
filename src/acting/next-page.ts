import type { Locator } from 'playwright';
import { RaccordError } from '../errors/raccord-error.ts';
import type { Box, Look } from '../seeing/look.ts';
import { locatorOf, type Scope } from '../seeing/look-at.ts';
import { isBeside, pagingOf, showsNextNumber, type ReadSoFar } from '../seeing/pager.ts';
import { pressables } from '../seeing/pressables.ts';
import { patternOf } from '../seeing/wording-match.ts';
import type { Wording } from '../seeing/wording.ts';
import { pressablesIn } from './control.ts';

/** Usual words of the button to the next page. Alone, such a button may lead elsewhere. */
export const USUAL = ['Suivant', 'Suivante', 'Next', 'Next page', '›', '→'] as const;

/** A list whose pages are turned, as a look shows it. */
export interface PagedList {
  readonly look: Look;
  /** Its place; absent without a table. */
  readonly box?: Box;
  readonly read: ReadSoFar;
  /** True if only what stands beside it may say that it goes on. */
  readonly isOnePage?: boolean;
}

/** Returns the words that say that a list goes on after what was read, if any. */
export function wordsOfMore(list: PagedList): readonly string[] {
  const { look, box, read, isOnePage } = list;
  return [...pagingOf(look, box, read, isOnePage === true).says, ...nextNumberOf(list)];
}

/** Returns the numbers of the last page that was read and of the next, if that is to be pressed. */
function nextNumberOf({ look, box, read }: PagedList): readonly string[] {
  const isThere = box !== undefined && showsNextNumber(look, box, read);
  return isThere ? [`${read.pages}, ${read.pages + 1}`] : [];
}

/**
 * Returns the button to the next page; undefined on the last one.
 * @throws RaccordError CONTROL_NOT_FOUND if the list goes on and no button is known.
 */
export async function nextPage(
  scope: Scope,
  list: PagedList,
  wording: Wording,
  where: string,
): Promise<Locator | undefined> {
  const { look, box, read } = list;
  const { kind, says } = pagingOf(look, box, read);
  if (kind === 'last') return undefined;
  const known = await wayOn(scope, look, wording);
  if (known !== undefined && known !== 'disabled') {
    // A pager may stand away from its list, with its own button.
    const isLast =
      kind === 'silent' && pagingOf(look, await known.evaluate(lowerEdge), read).kind === 'last';
    return isLast ? undefined : known;
  }
  const present = known === undefined ? [...says, ...nextNumberOf(list)] : says;
  if (present.length === 0) return undefined;
  const [usual] = pressables(look, USUAL).filter(
    (thing) => box !== undefined && isBeside(look, thing, box),
  );
  if (usual?.isDisabled === false) return locatorOf(scope, usual);
  // Of a pager with only numbers, this button alone says which page is the last.
  if (usual !== undefined && says.length === 0) return undefined;
  throw new RaccordError('CONTROL_NOT_FOUND', { label: wording[0], where, present });
}

/** Runs inside the page. Returns the lower edge of a button: its pager is right over it. */
function lowerEdge(button: Element): Box {
  const { x, bottom, width } = button.getBoundingClientRect();
  // A pager's words may be a little taller than its button.
  return { x, y: bottom + 10, width, height: 0 };
}

async function wayOn(
  scope: Scope,
  look: Look,
  wording: Wording,
): Promise<Locator | 'disabled' | undefined> {
  const [worded] = pressablesIn(scope, look, wording);
  if (worded?.isDisabled === true) return 'disabled';
  // An element with its own words does not expose its title in a look.
  const titled = scope.getByTitle(patternOf(wording));
  const next = (worded === undefined ? titled : titled.or(locatorOf(scope, worded)))
    .filter({ visible: true })
    .first();
  if ((await next.count()) === 0) return undefined;
  return (await next.isDisabled()) ? 'disabled' : next;
}
