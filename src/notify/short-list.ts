/** So many of a list are told to people far away. */
const MOST_ITEMS = 5;

/** No text is longer, in characters. */
const MOST_TEXT = 600;

/** Returns a text whose list of quoted names (`"A", "B"`, `« A », « B »`) is cut, counting the rest. */
export function shortList(text: string): string {
  const items = text.split(/(?<=["»]), (?=["«])/u);
  const left = items.length - MOST_ITEMS;
  const list = left > 0 ? `${items.slice(0, MOST_ITEMS).join(', ')}, … (+${left})` : text;
  return list.length > MOST_TEXT ? `${list.slice(0, MOST_TEXT)}…` : list;
}
