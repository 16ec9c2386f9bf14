import { wordsOf } from '../seeing/words.ts';
import type { Pointed } from './pointing.ts';

/** Returns which of some texts of a page was clicked, in whole or in part. */
export function textAt({ look, thing }: Pointed, texts: readonly string[]): string | undefined {
  const clicked = wordsOf(look, thing);
  if (clicked === '') return undefined;
  return (
    texts.find((text) => text.includes(clicked)) ?? texts.find((text) => clicked.includes(text))
  );
}
