import { expect, test } from '@playwright/test';
import { pagingOf, showsNextNumber } from '../../src/seeing/pager.ts';
import { block, lookOf, node, type Node } from './seen-things.ts';

const LIST = { x: 0, y: 200, width: 600, height: 300 };

const READ = { pages: 1, rows: 10 };

/** Right under the list, unless told otherwise. */
const at = (y = 510): { box: object } => ({ box: { x: 0, y, width: 400, height: 20 } });

const saidBy = (words: Node | string, y?: number): string => {
  const pager = node('generic', { ...at(y), children: [words] });
  return pagingOf(lookOf(pager), LIST, READ).kind;
};

for (const words of [
  '1 sur 3',
  'Pagination : 1 sur 3',
  '< 1 sur 3 >',
  '(1 of 3)',
  'Page 1/3',
  '1 / 3',
  '1/3',
  'sur 3',
  'Page 1 sur 3 (25 résultats)',
  'Ligne(s) par page Pagination 1 sur 3',
  '1 - 10 sur 25',
  '1–10 of 25',
  '1 - 50 sur 1 234',
  '1 - 50 sur 1\u202f234',
  'Affichage de 1 à 10 sur 25 entrées',
  'Showing 1 to 10 of 25 rows',
  'to 20 of 345',
  '10 sur 250',
  '10 of 250',
  '25 résultats',
  '25 raccordements PISTE trouvés',
  'Total : 25',
]) {
  test(`after 10 rows on one page, "${words}" says that a list goes on`, () => {
    expect(saidBy(words)).toBe('more');
    expect(saidBy(words, 150)).toBe('more');
  });
}

for (const words of [
  '1 sur 1',
  '0 sur 0',
  'Page 3/3',
  '1 - 10 sur 10',
  '1 000 - 1 234 sur 1 234',
  'Affichage de 1 à 2 sur 2 entrées (filtré à partir de 250 entrées au total)',
]) {
  test(`"${words}" says that a list ends`, () => {
    expect(saidBy(words)).toBe('last');
  });
}

for (const words of [
  '10 résultats',
  '10 raccordements',
  '2 sur 3 demandes traitées',
  '5/12',
  '05/12/2026',
  '3 structures',
  '25 lignes par page',
  'Du 1 au 10 décembre',
  'Mis à jour le 12/11/2026 à 10 h sur 2 serveurs',
  '25 résultats sont en anomalie',
  '4,5/5',
]) {
  test(`"${words}" beside a list says nothing of its pages`, () => {
    expect(saidBy(words)).toBe('silent');
  });
}

test('a pager is read whatever its numbers are written in', () => {
  const parts = [block('strong', '1'), 'sur', block('strong', '3'), block('button', '>')];
  const pager = node('generic', { ...at(), children: parts });
  expect(pagingOf(lookOf(pager), LIST, READ)).toEqual({ kind: 'more', says: ['1 sur 3'] });
});

test('what is pressed is no count: a list of page sizes', () => {
  expect(saidBy(node('button', { ...at(), text: '25 lignes' }))).toBe('silent');
});

test('a pager that ends knows better than a count beside it', () => {
  const beside = (text: string): Node => node('generic', { ...at(), children: [text] });
  const look = lookOf(block('main', beside('25 raccordements'), beside('1 sur 1')));
  expect(pagingOf(look, LIST, READ)).toEqual({ kind: 'last', says: [] });
});

test('away from the list only "1 sur 2" alone says that it goes on, if its pages are turned', () => {
  expect(saidBy('1 sur 2', 20)).toBe('more');
  const elsewhere = lookOf(node('generic', { ...at(20), children: ['1 sur 2'] }));
  expect(pagingOf(elsewhere, LIST, READ, true).kind).toBe('silent');
  for (const words of ['1 sur 1', '1 - 10 sur 25', '25 résultats', '1/3']) {
    expect(saidBy(words, 20), words).toBe('silent');
  }
});

test('what the rows of a list say is not its pager, what its last line says alone is', () => {
  const cell = (name: string): Node => node('cell', { name, ...at(300) });
  const table = (...cells: Node[]): Node =>
    node('table', { box: LIST, children: [node('row', { ...at(300), children: cells })] });
  const kindOf = (...cells: Node[]): string => pagingOf(lookOf(table(...cells)), LIST, READ).kind;
  expect(kindOf(cell('Pldiffusion1'), cell('25 comptes'))).toBe('silent');
  expect(kindOf(cell('1 à 10 sur 25'))).toBe('more');
});

test('a list has the number of its next page beside it where that is pressed', () => {
  const number = (role: string, name: string): Node => node(role, { name, ...at() });
  const shows = (...numbers: Node[]): boolean =>
    showsNextNumber(lookOf(block('list', ...numbers)), LIST, READ);
  expect(shows(number('link', '1'), number('link', '2'))).toBe(true);
  expect(shows(node('generic', { text: '1', ...at() }), number('button', '2'))).toBe(true);
  expect(shows(number('link', '1'))).toBe(false);
  expect(shows(number('link', '10'), number('link', '20'))).toBe(false);
  expect(shows(number('link', '1'), node('generic', { text: '2', ...at() }))).toBe(false);
});
