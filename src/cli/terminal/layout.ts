import { stripVTControlCharacters } from 'node:util';

/** A command with its flags, to be pasted: a line break would cut it off. */
const COMMAND =
  /(?:npx |npm run )?\b(?:raccord|playwright) [a-z-]+(?: [a-z-]+(?= --))?(?: --?[a-z-]+(?:[ =](?!-)(?:'[^']*'|[^\s«»"]+))?)+|\bchmod \d+ \S+/gu;

/** Placeholder for a space at which no line is broken. */
const GLUE = '\u0000';

/** Minimum width in columns, however far a line is indented. */
const NARROWEST = 20;

/** Prefix of a line's text: its mark, with a short label. */
const LABEL = /^ *(?:[-+✔✓✗!–•] +)?(?:(?=[^:]{1,22}:)[^\s:]+(?: [^\s:]+)* *: +)?/u;

/** The same prefix, with all columns before the last. */
const COLUMNS = /^ *(?:[-+✔✓✗!–•] +)?(?:\S+(?: \S+)* {2,})+(?![ :])/u;

/** Counts the columns of a text, without its colours. */
export function widthOf(text: string): number {
  return [...stripVTControlCharacters(text)].length;
}

/**
 * Breaks lines that are too long for a screen between two words, and never within a command to be
 * pasted. Continuation lines are indented like the line, after its label if it has one.
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
    // French punctuation follows a space that belongs to it.
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
