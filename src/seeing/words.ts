import { childrenOf, isSeen, type Look, type Thing } from './look.ts';

/** Roles of images and of elements shown only on hover. */
const NO_WORDS = new Set(['img', 'tooltip']);

/** Returns the visible words of an element, as one text, without the values of form controls. */
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
