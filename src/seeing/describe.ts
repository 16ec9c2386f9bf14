import { isGroup } from './controls.ts';
import { ancestorsOf, type Look, type Thing } from './look.ts';
import { wordsOf } from './words.ts';

/** Words that stand beside a thing are told up to here. */
const MAX_LENGTH = 60;

/**
 * Returns each of several things as a person tells it from the others; by its place among them where
 * nothing else does.
 */
export function describeDistinctly(look: Look, things: readonly Thing[]): string[] {
  return numbered(things.map((thing) => describe(look, thing)));
}

/** Gives texts that are alike their place, so that none stands twice. */
export function numbered(texts: readonly string[]): string[] {
  return texts.map((text, index) => {
    const isAlone = texts.filter((other) => other === text).length === 1;
    return isAlone ? text : `${text} [${index + 1}/${texts.length}]`;
  });
}

/**
 * Returns a thing as a person tells it from one of the same words: what it is, its words, and the
 * words that stand in the same block.
 */
export function describe(look: Look, thing: Thing): string {
  const words = ownWords(look, thing);
  const own = words === '' ? thing.role : `${thing.role} « ${words} »`;
  const beside = wordsBeside(look, thing, words);
  return beside === '' ? own : `${own} (${beside})`;
}

/** What can be chosen in a group or a list is not what it is called. */
function ownWords(look: Look, thing: Thing): string {
  const isNamed = thing.name !== '' && (isGroup(thing) || thing.role === 'listbox');
  return isNamed ? thing.name : wordsOf(look, thing);
}

/** The words of the smallest block around a thing that says more than the thing itself. */
function wordsBeside(look: Look, thing: Thing, words: string): string {
  for (const block of ancestorsOf(look, thing)) {
    const said = wordsOf(look, block);
    const more = plainWords(said.replace(words, ''));
    if (more !== '') return more.length > MAX_LENGTH ? `${more.slice(0, MAX_LENGTH)}…` : more;
  }
  return '';
}

/** Without what is no ordinary word: where a page shows a password, it may stand beside anything. */
function plainWords(text: string): string {
  const isWord = (word: string): boolean =>
    /^(?:\p{L}['’])?(?:\p{Lu}?\p{Ll}+|\p{Lu}+|\p{L})[,.:?]?$/u.test(word);
  return text.split(/\s+/u).filter(isWord).join(' ');
}
