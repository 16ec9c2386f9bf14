import { isSeen, isWithin, overlap, type Look, type Thing } from './look.ts';

/**
 * Returns the lists that cover an element without being part of it: a list that was left open, or
 * that opened again by itself, takes the click meant for the element under it.
 */
export function listsOver(look: Look, thing: Thing): Thing[] {
  return look.things.filter(
    (list) =>
      list.role === 'listbox' &&
      list !== thing &&
      isSeen(list) &&
      !isWithin(list, thing) &&
      !isWithin(thing, list) &&
      overlap(list.box, thing.box),
  );
}
