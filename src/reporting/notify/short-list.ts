/** So many of a list are told to people far away. */
const MAX_ITEMS = 5;

/** No text is longer, in characters. */
const MAX_TEXT = 600;

/** Returns a text whose list of quoted names (`"A", "B"`, `« A », « B »`) is cut, counting the rest. */
export function shortList(text: string): string {
  const items = text.split(/(?<=["»]), (?=["«])/u);
  const left = items.length - MAX_ITEMS;
  const list = left > 0 ? `${items.slice(0, MAX_ITEMS).join(', ')}, … (+${left})` : text;
  return list.length > MAX_TEXT ? `${list.slice(0, MAX_TEXT)}…` : list;
}
