import type { Locator } from 'playwright';
import { pressables } from './control.ts';
import { normalise } from './wording-match.ts';
import type { Scope } from './scope.ts';
import type { Wording } from './wordings.ts';

/** A card with a title, a text and one thing that opens it. */
export interface Tile {
  /** All words of the card, normalised. */
  readonly words: string;
  /** The words of its title alone, normalised; empty where it has no heading. */
  readonly title: string;
  readonly opener: Locator;
}

/**
 * The cards of a page: the tile of an opener is the largest block around it that holds no other
 * opener. Position says nothing (facts/portal.md section b), so each opener is read with its tile.
 */
export async function tilesOf(page: Scope, openerWording: Wording): Promise<Tile[]> {
  const openers = pressables(page, openerWording);
  const texts = await openers.evaluateAll((elements) =>
    elements.map((element) => {
      let tile = element;
      while (
        tile.parentElement !== null &&
        tile.parentElement !== document.body &&
        !elements.some((other) => other !== element && tile.parentElement?.contains(other))
      ) {
        tile = tile.parentElement;
      }
      // As shown, since two blocks may follow each other without a space between.
      const textOf = (block: Element | null): string =>
        block instanceof HTMLElement ? block.innerText : '';
      const heading = tile.querySelector('h1, h2, h3, h4, h5, [role=heading]');
      return { words: textOf(tile), title: textOf(heading) };
    }),
  );
  return texts.map(({ words, title }, index) => ({
    words: normalise(words),
    title: normalise(title),
    opener: openers.nth(index),
  }));
}
