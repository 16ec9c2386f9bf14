import { stripVTControlCharacters } from 'node:util';

/** A command with its flags, which is pasted: a line break in it would end it. */
const COMMAND =
  /(?:npx |npm run )?\b(?:raccord|playwright) [a-z-]+(?: [a-z-]+(?= --))?(?: --?[a-z-]+(?:[ =](?!-)(?:'[^']*'|[^\s«»"]+))?)+|\bchmod \d+ \S+/gu;

/** Stands for a space that no line is broken at. */
const GLUE = '\u0000';

/** So many columns at least, however far a line is indented. */
const NARROWEST = 20;

/** What stands before a line's text: its mark, with a short label. */
const LABEL = /^ *(?:[-✔✓✗!–•] +)?(?:(?=[^:]{1,22}:)[^\s:]+(?: [^\s:]+)* *: +)?/u;

/** The same, with the columns before the last. */
const COLUMNS = /^ *(?:[-✔✓✗!–•] +)?(?:\S+(?: \S+)* {2,})+(?![ :])/u;

/** How many columns a text takes, its colours left out. */
export function widthOf(text: string): number {
  return [...stripVTControlCharacters(text)].length;
}

/**
 * Breaks lines that are too long for a screen between two words, and never within a command that is to
 * be pasted. What goes on is indented as the line is, behind its label where it has one.
 */
export function wrapWords(text: string, columns: number | undefined): string {
  if (columns === undefined) return text;
  return text
    .split('\n')
    .map((line) => (widthOf(line) <= columns ? line : wrapped(line, columns)))
    .join('\n');
}

function wrapped(line: string, columns: number): string {
  const first = COLUMNS.exec(line)?.[0] ?? LABEL.exec(line)?.[0] ?? '';
  const spaces = /^ */u.exec(line)?.[0] ?? '';
  const hanging = widthOf(first) > columns - NARROWEST ? spaces.length + 2 : widthOf(first);
  const glued = line
    .slice(first.length)
    // French signs stand behind a space that belongs to them.
    .replace(/ (?=[:;!?»])|(?<=«) /gu, GLUE)
    .replace(COMMAND, (command) => command.replaceAll(' ', GLUE));
  const lines: string[] = [];
  let current = first;
  let isEmpty = true;
  for (const word of glued.split(' ')) {
    const next = isEmpty ? `${current}${word}` : `${current} ${word}`;
    if (!isEmpty && widthOf(next) > columns) {
      lines.push(current);
      current = `${' '.repeat(hanging)}${word}`;
    } else current = next;
    isEmpty = false;
  }
  return [...lines, current].map((one) => one.replaceAll(GLUE, ' ').trimEnd()).join('\n');
}
