import { expect, test } from '@playwright/test';
import type { Look } from '../../src/seeing/look.ts';
import { listsOver } from '../../src/seeing/open-lists.ts';
import { block, lookOf, node, type Node } from './seen-things.ts';

const at = (y: number, height: number) => ({ box: { x: 0, y, width: 300, height } });

const list = (y: number, height = 200): Node =>
  node('listbox', { ...at(y, height), children: [node('option', { name: 'Lyon', ...at(y, 20) })] });

const field = (more: Readonly<Record<string, unknown>> = {}): Node =>
  node('combobox', { name: 'Structure', ...at(100, 30), ...more });

function countOver(look: Look): number {
  const [wanted] = look.things.filter(({ name }) => name === 'Structure');
  return wanted === undefined ? -1 : listsOver(look, wanted).length;
}

for (const [what, look, count] of [
  ['the list of the field above that was left open', lookOf(block('main', field()), list(60)), 1],
  ['its own list under it', lookOf(block('main', field(), list(130))), 0],
  ['a list that stands elsewhere', lookOf(block('main', list(300), field())), 0],
  ['a list that is no longer seen', lookOf(block('main', field()), list(110, 0)), 0],
  ['the options that a native one holds', lookOf(field({ children: [list(100)] })), 0],
] as const) {
  test(`over a field lies ${count === 0 ? 'nothing: not ' : ''}${what}`, () => {
    expect(countOver(look)).toBe(count);
  });
}
