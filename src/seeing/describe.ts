import { isGroup } from './controls.ts';
import { ancestorsOf, type Look, type Thing } from './look.ts';
import { wordsOf } from './words.ts';

/** Maximum length of quoted words beside an element. */
const MAX_LENGTH = 60;

/**
 * Describes several elements so that a person can tell them apart; by position if nothing else
 * differs.
 */
export function describeDistinctly(look: Look, things: readonly Thing[]): string[] {
  return numbered(things.map((thing) => describe(look, thing)));
}

/** Numbers identical texts, so that each is unique. */
export function numbered(texts: readonly string[]): string[] {
  return texts.map((text, index) => {
    const isAlone = texts.filter((other) => other === text).length === 1;
    return isAlone ? text : `${text} [${index + 1}/${texts.length}]`;
  });
}

/**
 * Describes an element so that a person can tell it from others with the same words: its kind, its
 * words, and the words in the same block.
 */
export function describe(look: Look, thing: Thing): string {
  const words = ownWords(look, thing);
  const own = words === '' ? thing.role : `${thing.role} « ${words} »`;
  const beside = wordsBeside(look, thing, words);
  return beside === '' ? own : `${own} (${beside})`;
}

/** Returns an element's words; those of a group or a list exclude its options. */
function ownWords(look: Look, thing: Thing): string {
  const isNamed = thing.name !== '' && (isGroup(thing) || thing.role === 'listbox');
  return isNamed ? thing.name : wordsOf(look, thing);
}

/** Returns the words of the smallest block around an element that has more words than it. */
function wordsBeside(look: Look, thing: Thing, words: string): string {
  for (const block of ancestorsOf(look, thing)) {
    const said = wordsOf(look, block);
    const more = plainWords(said.replace(words, ''));
    if (more !== '') return more.length > MAX_LENGTH ? `${more.slice(0, MAX_LENGTH)}…` : more;
  }
  return '';
}

/** Returns ordinary words only: a password on the page may be beside any element. */
function plainWords(text: string): string {
  const isWord = (word: string): boolean =>
    /^(?:\p{L}['’])?(?:\p{Lu}?\p{Ll}+|\p{Lu}+|\p{L})[,.:?]?$/u.test(word);
  return text.split(/\s+/u).filter(isWord).join(' ');
}
