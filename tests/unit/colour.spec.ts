import { expect, test } from '@playwright/test';
import { paintIn, paintMarks } from '../../src/cli/terminal/colour.ts';
import { isColoured } from '../../src/config/process-environment.ts';

const GREEN = '\u001b[32m';
const RED = '\u001b[31m';
const END = '\u001b[39m';

test('the mark of a line is coloured by what it means, with the code of an error', () => {
  const paint = paintIn(true);
  expect(paintMarks('✔ 73282932000074', paint)).toBe(`${GREEN}✔${END} 73282932000074`);
  expect(paintMarks('✗ PORTAL_UNAVAILABLE · x\n  why', paint)).toBe(
    `${RED}✗ PORTAL_UNAVAILABLE${END} · x\n  why`,
  );
  expect(paintMarks('✗ NO_SCREEN', paint)).toBe(`${RED}✗ NO_SCREEN${END}`);
  expect(paintMarks('✗ unknown option', paint)).toBe(`${RED}✗${END} unknown option`);
});

test('a sign within a sentence, or a table, is no mark', () => {
  const paint = paintIn(true);
  for (const text of ['Relancez : ✔ fait', '!important', 'SIRET  Compte', '–']) {
    expect(paintMarks(text, paint)).toBe(text);
  }
});

test('without colours nothing is added', () => {
  const paint = paintIn(false);
  expect(paintMarks('✗ PORTAL_UNAVAILABLE', paint)).toBe('✗ PORTAL_UNAVAILABLE');
  expect(paint.good('créé')).toBe('créé');
});

function where(onTerminal: boolean, elsewhere: boolean): string {
  if (elsewhere) return 'what goes to a file, too';
  return onTerminal ? 'a terminal alone' : 'nothing';
}

for (const [environment, onTerminal, elsewhere] of [
  [{}, true, false],
  [{ NO_COLOR: '1' }, false, false],
  [{ NO_COLOR: '' }, true, false],
  [{ NO_COLOR: '1', FORCE_COLOR: '1' }, false, false],
  [{ FORCE_COLOR: '1' }, true, true],
  [{ FORCE_COLOR: '0' }, false, false],
  [{ FORCE_COLOR: '' }, true, false],
  [{ TERM: 'dumb' }, false, false],
] as const) {
  test(`${JSON.stringify(environment)} colours ${where(onTerminal, elsewhere)}`, () => {
    expect(isColoured(environment, true)).toBe(onTerminal);
    expect(isColoured(environment, false)).toBe(elsewhere);
  });
}
