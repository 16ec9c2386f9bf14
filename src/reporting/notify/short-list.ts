/** Maximum number of list items in a notification. */
const MAX_ITEMS = 5;

/** Maximum length of a text, in characters. */
const MAX_TEXT = 600;

/** Shortens a text's list of quoted names (`"A", "B"`, `« A », « B »`) and counts the rest. */
export function shortList(text: string): string {
  const items = text.split(/(?<=["»]), (?=["«])/u);
  const left = items.length - MAX_ITEMS;
  const list = left > 0 ? `${items.slice(0, MAX_ITEMS).join(', ')}, … (+${left})` : text;
  return list.length > MAX_TEXT ? `${list.slice(0, MAX_TEXT)}…` : list;
}
