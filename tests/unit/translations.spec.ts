import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';

const DOCS = fileURLToPath(new URL('../../docs/', import.meta.url));

const read = (page: string): string => readFileSync(join(DOCS, page), 'utf8');

/** The pages that are there in both languages, as `docs/<name>.md` and `docs/<name>.fr.md`. */
const PAGES = readdirSync(DOCS).flatMap((file) => /^(.+)\.fr\.md$/u.exec(file)?.[1] ?? []);

interface Shape {
  /** `#`, `##`, … in order. */
  readonly headings: readonly string[];
  /** Code, with neither comments nor the names that an example gives to keys. */
  readonly code: readonly string[];
  readonly tableRows: number;
  readonly listItems: number;
  /** Variables, error codes, flags and commands that the text names. */
  readonly names: readonly string[];
}

test('the pages for operators are there in French', () => {
  const names = [
    ...['batch', 'commands', 'debugging', 'delivery', 'docker', 'install', 'keys', 'profiles'],
    ...['runbook', 'scheduling'],
  ];
  expect(PAGES).toEqual(expect.arrayContaining(names));
});

for (const page of PAGES) {
  test(`docs/${page}.fr.md says all that docs/${page}.md says`, () => {
    expect(shapeOf(read(`${page}.fr.md`))).toEqual(shapeOf(read(`${page}.md`)));
  });
}

test('LISEZMOI.md says all that README.md says', () => {
  expect(shapeOf(read('../LISEZMOI.md'))).toEqual(shapeOf(read('../README.md')));
});

for (const [what, change] of [
  ['a heading', (text: string) => text.replace(/^## .*$/mu, '')],
  ['a command', (text: string) => text.replace('raccord keys show', 'raccord keys')],
  ['a row', (text: string) => text.replace(/^\| `HOME_LOCKED.*\n|^\| `plan`.*\n/mu, '')],
  ['a flag', (text: string) => text.replaceAll('--new-identity', '--new')],
] as const) {
  test(`a translation without ${what} is found`, () => {
    const text = read('keys.md');
    expect(change(text)).not.toBe(text);
    expect(shapeOf(change(text))).not.toEqual(shapeOf(text));
  });
}

function shapeOf(page: string): Shape {
  const code: string[] = [];
  const text = page.replace(/^```[^]*?^```$/gmu, (block) => {
    code.push(withoutComments(block));
    return '';
  });
  const lines = text.split('\n');
  const count = (pattern: RegExp): number => lines.filter((line) => pattern.test(line)).length;
  const named = text.matchAll(/(?<![\w-])(?:[A-Z]{2,}_[A-Z0-9_]+|--[a-z][a-z-]+)/gu);
  return {
    headings: lines.flatMap((line) => /^#+(?= )/u.exec(line)?.[0] ?? []),
    code,
    tableRows: count(/^\|/u),
    listItems: count(/^(?:-|\d+\.) /u),
    names: [...new Set([...named].map(([name]) => name))].sort(),
  };
}

/** What a machine reads of a block. */
function withoutComments(block: string): string {
  return block
    .split('\n')
    .map((line) => line.replace(/(?:^| +)# .*$/u, '').trimEnd())
    .filter((line) => line !== '')
    .join('\n')
    .replace(/age1[A-Z]+…/gu, 'age1…');
}
