import { execFile } from 'node:child_process';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '../../fixtures/playwright/test.ts';

const BENCH = fileURLToPath(new URL('../../bench/fuzz-roster.mjs', import.meta.url));

interface Fuzzed {
  readonly exitCode: number;
  readonly said: string;
  /** The files that were kept, by their names. */
  readonly kept: readonly string[];
}

/** Reads a few generated files; with a reader of the test's own where its source is given. */
async function fuzz(folder: string, args: readonly string[], reader?: string): Promise<Fuzzed> {
  const keep = join(folder, 'kept');
  const all = [BENCH, '--keep', keep, ...args];
  if (reader !== undefined) {
    const file = join(folder, 'reader.mjs');
    await writeFile(file, `let count = 0; export async function readRoster(path) { ${reader} }`);
    all.push('--reader', file);
  }
  const { exitCode, said } = await new Promise<Omit<Fuzzed, 'kept'>>((resolve) => {
    execFile(process.execPath, all, (error, stdout, stderr) => {
      resolve({ exitCode: error === null ? 0 : Number(error.code), said: stdout + stderr });
    });
  });
  return { exitCode, said, kept: await readdir(keep).catch(() => []) };
}

test('generated files are read or refused as rosters, each in time', async ({ folder }) => {
  const { exitCode, said } = await fuzz(folder, ['--files', '500']);
  expect(said).toMatch(
    /^500 files, \d+ readable, \d+ refused, 0 crashed, 0 hung, slowest \d+ ms, seed \d+$/mu,
  );
  expect(exitCode).toBe(0);
});

test.describe('the fuzz run notices a reader that', () => {
  // The first three files of this seed are hostile, the fourth is a roster of nine rows.
  const few = ['--seed', '5', '--files', '3'];

  test('crashes, keeps the file and goes on with the next', async ({ folder }) => {
    const reader = `count += 1; if (count === 2) throw new TypeError('oh'); return { entries: [] };`;
    const { exitCode, said, kept } = await fuzz(folder, few, reader);
    expect(said).toMatch(/^3 files, 2 readable, 0 refused, 1 crashed, 0 hung, .* seed 5$/mu);
    expect(said).toContain('TypeError: oh');
    expect(kept).toEqual(['crashed-5-1']);
    expect(exitCode).toBe(1);

    const bytes = await readFile(join(folder, 'kept', 'crashed-5-1'));
    await rm(join(folder, 'kept'), { recursive: true });
    await fuzz(folder, few, reader);
    const again = await readFile(join(folder, 'kept', 'crashed-5-1'));
    expect(again.equals(bytes), 'the same seed makes the same file').toBe(true);
  });

  test('hangs, keeps the file and goes on with the next', async ({ folder }) => {
    const reader = `count += 1; if (count === 2) for (;;); return { entries: [] };`;
    const { exitCode, said, kept } = await fuzz(folder, [...few, '--patience', '1000'], reader);
    expect(said).toMatch(/^3 files, 2 readable, 0 refused, 0 crashed, 1 hung, /mu);
    expect(kept).toEqual(['hung-5-1']);
    expect(exitCode).toBe(1);
  });

  test('gives up without an answer', async ({ folder }) => {
    for (const wait of ['await new Promise(() => {});', 'process.exit();']) {
      const reader = `count += 1; if (count === 2) ${wait} return { entries: [] };`;
      const { exitCode, said, kept } = await fuzz(folder, few, reader);
      expect(said).toMatch(/^3 files, 2 readable, 0 refused, 1 crashed, 0 hung, /mu);
      expect(kept).toEqual(['crashed-5-1']);
      expect(exitCode).toBe(1);
    }
  });

  test('waits for what never comes', async ({ folder }) => {
    const reader = `count += 1; if (count === 2) await new Promise(() => setInterval(() => {}, 1_000)); return { entries: [] };`;
    const { exitCode, said, kept } = await fuzz(folder, [...few, '--patience', '200'], reader);
    expect(said).toMatch(/^3 files, 2 readable, 0 refused, 0 crashed, 1 hung, /mu);
    expect(kept).toEqual(['hung-5-1']);
    expect(exitCode).toBe(1);
  });

  test('uses up all memory', async ({ folder }) => {
    const reader = `const all = []; for (;;) all.push(new Array(10_000).fill(all.length));`;
    const { exitCode, said } = await fuzz(folder, [...few, '--memory', '64'], reader);
    expect(said).toMatch(/^3 files, 0 readable, 0 refused, 3 crashed, 0 hung, /mu);
    expect(exitCode).toBe(1);
  });

  test('loses rows of a roster without a mistake, or refuses it', async ({ folder }) => {
    const { exitCode, said, kept } = await fuzz(
      folder,
      ['--seed', '5', '--files', '4'],
      `return { entries: [] };`,
    );
    expect(said).toContain('0 rows were read of 9');
    expect(kept).toEqual(['crashed-5-3']);
    expect(exitCode).toBe(1);
  });
});
