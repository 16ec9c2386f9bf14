import type { Locator } from 'playwright';
import { pressables } from './control.ts';
import type { Scope } from './scope.ts';
import type { Wording } from './wordings.ts';

/** A card with a title, a text and one thing that opens it. */
export interface Tile {
  /** All words of the card, as shown. */
  readonly words: string;
  /** The words of its title alone: of its heading, else of what is written largest. */
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
      /** The largest words beside the opener, of these the boldest, of these the first. */
      const largestIn = (block: Element, opener: Element): Element | null => {
        const sizeOf = (part: Element): number => {
          const { fontSize, fontWeight } = getComputedStyle(part);
          return Number.parseFloat(fontSize) * 10_000 + Number(fontWeight);
        };
        const [largest] = [...block.querySelectorAll('*')]
          .filter((part) => part.getClientRects().length > 0 && !opener.contains(part))
          .filter((part) =>
            [...part.childNodes].some((node) => node instanceof Text && node.data.trim() !== ''),
          )
          .sort((one, other) => sizeOf(other) - sizeOf(one));
        return largest ?? null;
      };
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
        block instanceof HTMLElement ? block.innerText.replace(/\s+/gu, ' ').trim() : '';
      const heading = tile.querySelector('h1, h2, h3, h4, h5, [role=heading]');
      return { words: textOf(tile), title: textOf(heading ?? largestIn(tile, element)) };
    }),
  );
  return texts.map((text, index) => ({ ...text, opener: openers.nth(index) }));
}
