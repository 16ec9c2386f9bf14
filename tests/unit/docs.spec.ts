import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const PAGES = ['docs/promises.md', 'docs/security.md'];

const read = (page: string): string => readFileSync(join(ROOT, page), 'utf8');

for (const page of [
  ...PAGES,
  'docs/faults-found.md',
  'docs/ledger.md',
  'docs/architecture.md',
  'docs/cases.md',
]) {
  test(`every file that ${page} names is there`, () => {
    const named = [...read(page).matchAll(/`((?:src|flows|tests|bench|scripts)\/[^`\s]+)`/gu)];
    expect(named.length).toBeGreaterThan(2);
    const missing = named
      .flatMap(([, path = '']) => expanded(path))
      .filter((path) => !isThere(path));
    // Made by what it is named for.
    expect(missing.filter((path) => path !== 'bench/kept')).toEqual([]);
  });
}

for (const page of PAGES) {
  test(`${page} is found from where people begin to read`, () => {
    for (const start of ['README.md', 'LISEZMOI.md', 'CONTRIBUTING.md']) {
      expect(read(start), start).toContain(`](${page})`);
    }
  });
}

/** `a/{b,c}.ts` names two files. */
function expanded(path: string): string[] {
  const [, before = '', choices, after = ''] = /^(.*)\{(.*)\}(.*)$/u.exec(path) ?? [];
  if (choices === undefined) return [path];
  return choices.split(',').map((choice) => before + choice + after);
}

/** A `*` stands for any part of the last name. */
function isThere(path: string): boolean {
  const pattern = path.slice(dirname(path).length + 1);
  const name = new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`, 'u');
  try {
    return readdirSync(join(ROOT, dirname(path))).some((found) => name.test(found));
  } catch {
    return false;
  }
}

test('no page tells to type a command that runs in a clone alone', () => {
  const pages = [
    'README.md',
    'LISEZMOI.md',
    ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`),
  ];
  const wrong = pages.filter((page) => page.endsWith('.md') && read(page).includes('npx raccord'));
  expect(wrong).toEqual([]);
});
