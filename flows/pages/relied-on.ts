import type { Card } from '../../src/seeing/cards.ts';
import type { Wording } from '../../src/seeing/wording.ts';

export type PartKind = 'field' | 'button' | 'column' | 'option' | 'card';

/** One thing on a page that the robot relies on, and by which words. */
export interface ReliedPart {
  /** Group and name of its wording, as `wordings.json` names them: `declaration.contactPhone`. */
  readonly name: string;
  readonly kind: PartKind;
  readonly wording: Wording;
  /** What the robot takes first, whatever its words: the ids of a stock product. */
  readonly stock?: string;
  /** The field that an option is chosen in. */
  readonly field?: Wording;
  /** What opens a card; the card is known by its title, or by `isCard`. */
  readonly opener?: Wording;
  readonly isCard?: (card: Card) => boolean;
  /** The words may be its tooltip. */
  readonly titled?: true;
  /** There may be many of it, or the robot takes the first. */
  readonly several?: true;
  /** The robot goes on without it. */
  readonly optional?: true;
  /** Its options are worth telling. */
  readonly lists?: true;
  /** A column of a table that is there only where there are lines. */
  readonly withLines?: true;
  /** Another part, without which this one does not show itself. */
  readonly needs?: string;
}

/** Names the parts of one group of `wordings.ts`. */
export function partsOf<G extends Readonly<Record<string, Wording>>>(
  group: string,
  words: G,
): (
  kind: PartKind,
  name: keyof G & string,
  more?: Partial<Omit<ReliedPart, 'name' | 'kind' | 'wording'>>,
) => ReliedPart {
  return (kind, name, more = {}) => ({
    name: `${group}.${name}`,
    kind,
    wording: words[name] as Wording,
    ...more,
  });
}
