import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { replaceBundle } from '../../scripts/bundle-files.mjs';
import { test } from '../../fixtures/playwright/folder.ts';

const build = (dist: string, hash: string): void => {
  replaceBundle(dist, { [`part-${hash}.js`]: hash, 'package.json': '{}', 'main.js': hash });
};

async function partsIn(dist: string): Promise<string[]> {
  return (await readdir(join(dist, 'bundle'))).filter((name) => name.startsWith('part-')).sort();
}

test('a process that runs from a bundle finds its parts after two more builds', async ({
  folder,
}) => {
  for (const hash of ['a', 'b', 'c']) build(folder, hash);
  expect(await partsIn(folder)).toEqual(['part-a.js', 'part-b.js', 'part-c.js']);
  expect(await readFile(join(folder, 'bundle/main.js'), 'utf8')).toBe('c');
  build(folder, 'd');
  expect(await partsIn(folder)).toEqual(['part-b.js', 'part-c.js', 'part-d.js']);
  expect((await readdir(folder)).sort()).toEqual(['.bundles.json', 'bundle']);
});

test('the same bundle built again takes the place of none before it', async ({ folder }) => {
  for (const hash of ['a', 'b', 'b', 'b', 'b']) build(folder, hash);
  expect(await partsIn(folder)).toEqual(['part-a.js', 'part-b.js']);
});

test('a bundle of which no record was kept counts as the one before', async ({ folder }) => {
  await mkdir(join(folder, 'bundle'));
  await writeFile(join(folder, 'bundle/part-old.js'), '');
  build(folder, 'a');
  expect(await partsIn(folder)).toEqual(['part-a.js', 'part-old.js']);
});

test('the package gets the newest bundle alone', async ({ folder }) => {
  for (const hash of ['a', 'b']) build(folder, hash);
  expect(await readFile(join(folder, 'bundle/.npmignore'), 'utf8')).toBe('part-a.js\n');
});
