import type { Card } from '../../src/seeing/cards.ts';
import type { Wording } from '../../src/seeing/wording.ts';

export type PartKind = 'field' | 'button' | 'column' | 'option' | 'card';

/** A part of a page that the robot relies on, with its wording. */
export interface ReliedPart {
  /** Group and name of its wording, as in `wordings.json`: `declaration.contactPhone`. */
  readonly name: string;
  readonly kind: PartKind;
  readonly wording: Wording;
  /** The ids of a stock product, which the robot tries before the wording. */
  readonly stock?: string;
  /** The field that an option is chosen in. */
  readonly field?: Wording;
  /** The button that opens a card; the card is identified by its title, or by `isCard`. */
  readonly opener?: Wording;
  readonly isCard?: (card: Card) => boolean;
  /** The words may be its tooltip. */
  readonly titled?: true;
  /** Several matches are allowed, or the robot takes the first. */
  readonly several?: true;
  /** The robot can continue without it. */
  readonly optional?: true;
  /** Its options are reported. */
  readonly lists?: true;
  /** A column of a table that appears only if there are rows. */
  readonly withLines?: true;
  /** Another part, without which this one does not appear. */
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
