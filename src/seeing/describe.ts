import { around, type Look, type Thing } from './look.ts';
import { wordsOf } from './words.ts';

/** Words that stand beside a thing are told up to here. */
const LONGEST = 60;

/**
 * A thing as a person tells it from one of the same words: what it is, its words, and the words that
 * stand before it in the same block.
 */
export function describe(look: Look, thing: Thing): string {
  const words = wordsOf(look, thing);
  const own = `${thing.role} « ${words} »`;
  const beside = wordsBeside(look, thing, words);
  return beside === '' ? own : `${own} (${beside})`;
}

/** The words of the smallest block around a thing that says more than the thing itself. */
function wordsBeside(look: Look, thing: Thing, words: string): string {
  for (const block of around(look, thing)) {
    const said = wordsOf(look, block);
    const more = plainWords(said.replace(words, ''));
    if (more !== '') return more.length > LONGEST ? `${more.slice(0, LONGEST)}…` : more;
  }
  return '';
}

/** Without what is no ordinary word: where a page shows a password, it may stand beside anything. */
function plainWords(text: string): string {
  const isWord = (word: string): boolean =>
    /^(?:\p{L}['’])?(?:\p{Lu}?\p{Ll}+|\p{Lu}+|\p{L})[,.:?]?$/u.test(word);
  return text.split(/\s+/u).filter(isWord).join(' ');
}
