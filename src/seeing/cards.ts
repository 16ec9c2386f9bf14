import { ancestorsOf, descendantsOf, isSeen, isWithin, type Look, type Thing } from './look.ts';
import { pressables } from './pressables.ts';
import type { Wording } from './wording.ts';
import { wordsOf } from './words.ts';

/** A block with a title, a text and one element that opens what it describes. */
export interface Card {
  /** All displayed words of the card. */
  readonly words: string;
  /** The words of its title. */
  readonly title: string;
  readonly opener: Thing;
}

/** Maximum length of a title. */
const MAX_TITLE_LENGTH = 60;

/** Ratio by which a title's line is higher than the others. */
const HIGHER = 1.2;

/**
 * Returns the cards of a page: the card of an opener is the largest block around it without another
 * opener. Position says nothing (facts/portal.md section b), so each opener is read with its card.
 */
export function cardsOf(look: Look, openerWording: Wording): Card[] {
  const openers = pressables(look, openerWording);
  return openers.map((opener) => {
    const isOther = (thing: Thing): boolean => thing !== opener;
    let block = opener;
    for (const outer of ancestorsOf(look, opener)) {
      const isWholePage = outer.parent === undefined && outer.role === 'generic';
      if (isWholePage || openers.some((one) => isOther(one) && isWithin(one, outer))) break;
      block = outer;
    }
    return { words: wordsOf(look, block), title: titleOf(look, block, opener), opener };
  });
}

/**
 * Returns the card's heading; otherwise its tallest line, or the first if none is clearly taller.
 * Lines with a block of their own come first. A look has no font size or weight.
 */
function titleOf(look: Look, card: Thing, opener: Thing): string {
  const parts = descendantsOf(look, card).filter(
    (part) => isSeen(part) && part !== opener && !isWithin(part, opener),
  );
  const heading = parts.find(({ role }) => role === 'heading');
  if (heading !== undefined) return wordsOf(look, heading);
  const short = parts.filter(
    ({ role, text }) => role === 'text' && text.trim() !== '' && text.length < MAX_TITLE_LENGTH,
  );
  const own = short.filter(({ parent }) => parent !== card.at);
  const lines = own.length > 0 ? own : short;
  const [first] = lines;
  const [largest] = [...lines].sort((one, other) => other.box.height - one.box.height);
  const isLarger = (largest?.box.height ?? 0) > (first?.box.height ?? 0) * HIGHER;
  const title = isLarger ? largest : first;
  return title === undefined ? '' : wordsOf(look, title);
}

/** Returns, of several matching cards, those whose title alone matches. */
export function onlyTitled(cards: readonly Card[], speaksOfIt: (card: Card) => boolean): Card[] {
  const titled = cards.filter((card) => speaksOfIt({ ...card, words: card.title }));
  return cards.length > 1 && titled.length > 0 ? titled : [...cards];
}
