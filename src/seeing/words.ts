import { childrenOf, isSeen, type Look, type Thing } from './look.ts';

/** What is drawn, or shows itself only while the pointer is over something. */
const NO_WORDS = new Set(['img', 'tooltip']);

/** The words that a thing shows, as one text; those of what is filled in are none. */
export function wordsOf(look: Look, thing: Thing): string {
  const words = shownIn(look, thing);
  return words === '' ? thing.name : words;
}

function shownIn(look: Look, thing: Thing): string {
  if (thing.role === 'text') return thing.text.replace(/\s+/gu, ' ').trim();
  if (thing.value !== undefined) return '';
  return childrenOf(look, thing)
    .filter((child) => isSeen(child) && !NO_WORDS.has(child.role))
    .map((child) => (child.value === undefined ? wordsOf(look, child) : ''))
    .filter((words) => words !== '')
    .join(' ');
}
