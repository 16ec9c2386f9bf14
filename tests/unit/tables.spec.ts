import { expect, test } from '@playwright/test';
import { columnTitles, tableWith } from '../../src/seeing/tables.ts';
import { block, lookOf, node, type Node } from './seen-things.ts';

const NAME = ['Nom'] as const;
const STATE = ['Etat courant'] as const;

const row = (role: string, ...texts: string[]): Node =>
  block('row', ...texts.map((text) => node(role, { name: text })));

test('a table by its roles is read line by line, whatever groups its lines', () => {
  const look = lookOf(
    block(
      'table',
      block('caption', 'Raccordements'),
      block('rowgroup', row('columnheader', 'Nom', 'Etat courant')),
      block('rowgroup', row('cell', 'a', 'Validé'), row('cell', 'b', 'Créé')),
      block('generic', 'Chargement'),
    ),
  );
  expect(tableWith(look, [NAME, STATE])).toMatchObject({
    headers: ['Nom', 'Etat courant'],
    rows: [
      ['a', 'Validé'],
      ['b', 'Créé'],
    ],
    beside: 'Chargement',
  });
});

test('a line without cells has its own words, as the sentence of an empty list', () => {
  const table = block(
    'grid',
    row('columnheader', 'Nom', 'Etat courant'),
    node('row', { name: 'Aucun résultat' }),
  );
  const read = tableWith(lookOf(table), [NAME, STATE]);
  expect(read).toMatchObject({ rows: [['Aucun résultat']], beside: '' });
});

test('a field that a table keeps out of sight says nothing in it, one that is seen does', () => {
  const titles = row('columnheader', 'Nom', 'Etat courant');
  const kept = (box: object): Node => node('textbox', { name: 'presse-papiers', box });
  const besideIn = (field: Node): string | undefined =>
    tableWith(lookOf(block('grid', titles, field)), [NAME])?.beside;
  expect(besideIn(kept({ x: -1000, y: -1000, width: 6, height: 6 }))).toBe('');
  expect(besideIn(kept({ x: 0, y: 0, width: 1, height: 1 }))).toBe('');
  expect(besideIn(kept({ x: 10, y: 10, width: 60, height: 20 }))).toBe('presse-papiers');
});

test('a table that stands in a cell is none of the outer one', () => {
  const inner = block('table', row('columnheader', 'Nom', 'Mode'), row('cell', 'x', 'y'));
  const look = lookOf(block('table', block('row', block('cell', inner))));
  expect(tableWith(look, [NAME])?.rows).toEqual([['x', 'y']]);
});

test('titles in a table of their own belong to the one under it', () => {
  const look = lookOf(
    block('table', row('columnheader', 'Nom', 'Etat courant')),
    block('table', row('cell', 'a', 'Validé'), row('cell', 'b', 'Créé')),
  );
  expect(tableWith(look, [NAME, STATE])?.rows).toEqual([
    ['a', 'Validé'],
    ['b', 'Créé'],
  ]);
});

const at = (x: number, y: number, width: number): { box: object } => ({
  box: { x, y, width, height: 20 },
});
const TITLES = block(
  'row',
  ...['Nom', 'Etat courant', 'Mode'].map((name, column) =>
    node('columnheader', { name, ...at(column * 100, 0, 100) }),
  ),
);
const HEAD = node('table', { ...at(0, 0, 300), children: [TITLES] });
const lineAt = (y: number, texts: readonly string[], width = 100): Node =>
  node('generic', {
    ...at(0, y, 300),
    children: texts.map((text, column) =>
      node('generic', { text, ...at(column * width + 10, y, width - 20) }),
    ),
  });

test('lines without a role right under a table of titles, in its columns, are its rows', () => {
  const body = block('generic', lineAt(20, ['a', 'Validé', 'x']), lineAt(45, ['b', 'Créé']));
  expect(tableWith(lookOf(HEAD, body), [NAME, STATE])?.rows).toEqual([
    ['a', 'Validé', 'x'],
    ['b', 'Créé', ''],
  ]);
});

for (const [what, line] of [
  ['farther down', lineAt(80, ['a', 'Validé', 'x'])],
  ['of one text', lineAt(20, ['Aucun résultat'])],
] as const) {
  test(`lines under a table of titles are none of its rows: ${what}`, () => {
    expect(tableWith(lookOf(HEAD, line), [NAME, STATE])?.rows).toEqual([]);
  });
}

test('lines under a table of titles that stand in none of its columns say not that it is empty', () => {
  const table = tableWith(lookOf(HEAD, lineAt(20, ['a', 'Validé', 'x'], 60)), [NAME, STATE]);
  expect(table).toMatchObject({ rows: [], beside: 'a Validé x' });
});

test('what is filled in within a cell is none of its words', () => {
  const cell = block('cell', 'Fax', node('textbox', { text: '0472000000' }));
  const look = lookOf(block('table', row('columnheader', 'Nom'), block('row', cell)));
  expect(tableWith(look, [NAME])?.rows).toEqual([['Fax']]);
});

test('the name of an icon beside the words of a cell is none of them', () => {
  const box = { x: 0, y: 0, width: 32, height: 32 };
  const icon = (name: string): Node => node('button', { name, box });
  const title = block('columnheader', 'Nom', icon('Trier par nom'));
  const look = lookOf(
    block(
      'table',
      block('row', title, block('columnheader', node('button', { name: 'Mode', box }))),
      block('row', block('cell', 'a', icon('Copier')), block('cell', 'Voir')),
    ),
  );
  expect(tableWith(look, [NAME, ['Mode']])).toMatchObject({
    headers: ['Nom', 'Mode'],
    rows: [['a', 'Voir']],
  });
});

const line = (...texts: string[]): Node =>
  block('generic', ...texts.map((text) => node('generic', { text })));

for (const [what, nodes] of [
  ['under them', [line('Nom', 'Mode', 'Etat courant'), line('a', 'b', 'Validé')]],
  [
    'in a block of their own beside the titles',
    [
      line('Nom', 'Mode', 'Etat courant'),
      block('generic', line('a', 'b', 'Validé'), line('c', 'd', 'Créé')),
    ],
  ],
  [
    'in a block of their own',
    [
      block('generic', line('Nom', 'Mode', 'Etat courant')),
      block('generic', line('a', 'b', 'Validé'), line('c', 'd', 'Créé')),
    ],
  ],
] as const) {
  test(`a table for the eye alone has lines ${what}`, () => {
    const table = tableWith(lookOf(block('main', ...nodes)), [STATE]);
    expect(table?.headers).toEqual(['Nom', 'Mode', 'Etat courant']);
    expect(table?.rows[0]).toEqual(['a', 'b', 'Validé']);
  });
}

test('what is pressed under a table for the eye alone is none of its lines', () => {
  const titles = line('Nom', 'Mode', 'Etat courant');
  const [none, declare] = [
    block('paragraph', 'Aucun résultat'),
    node('link', { text: 'Déclarer' }),
  ];
  const empty = tableWith(lookOf(block('main', titles, none, declare)), [STATE]);
  expect(empty?.rows).toEqual([['Aucun résultat']]);
  const entry = block('link', ...['a', 'b', 'Validé'].map((text) => node('generic', { text })));
  const filled = tableWith(lookOf(block('main', titles, entry, none, declare)), [STATE]);
  expect(filled?.rows[0]).toEqual(['a', 'b', 'Validé']);
});

test('a line of another make under titles for the eye alone is never passed over', () => {
  const titles = line('Nom', 'Mode', 'Etat courant');
  const flat = node('link', { text: 'a b Validé' });
  expect(tableWith(lookOf(block('main', titles, flat)), [STATE])?.rows).toEqual([['a b Validé']]);
});

test('labels over what is filled in are no titles', () => {
  const look = lookOf(
    block(
      'generic',
      ...['Nom', 'Mode', 'Etat courant'].map((label) => block('generic', label, node('textbox'))),
    ),
  );
  expect(tableWith(look, [STATE])).toBeUndefined();
  expect(columnTitles(look)).toEqual([]);
});

test('a table that lacks the first column and no other is the one', () => {
  const look = lookOf(block('table', row('columnheader', 'Compte', 'Etat courant', 'Mode')));
  expect(tableWith(look, [NAME, STATE, ['Mode']])).toBeDefined();
  expect(tableWith(look, [NAME, STATE])).toBeUndefined();
});

test('a form that is laid out as a table is not taken for the one that has all columns', () => {
  const look = lookOf(
    block('table', row('cell', 'Nom', 'Camille')),
    block('table', row('columnheader', 'Nom', 'Etat courant'), row('cell', 'a', 'Validé')),
  );
  expect(tableWith(look, [NAME, STATE])?.rows).toEqual([['a', 'Validé']]);
});

const head = (): Node => block('table', row('columnheader', 'Nom', 'Etat courant'));
const filled = (...names: string[]): Node =>
  block(
    'table',
    row('columnheader', 'Nom', 'Etat courant'),
    ...names.map((name) => row('cell', name, 'Validé')),
  );

for (const [what, nodes] of [
  ['titles drawn twice, first without rows', [head(), filled('a')]],
  ['titles drawn twice, last without rows', [filled('a'), head()]],
  ['a table drawn twice', [filled('a'), filled('a')]],
  [
    'titles again under its rows',
    [
      block(
        'table',
        row('columnheader', 'Nom', 'Etat courant'),
        row('cell', 'a', 'Validé'),
        row('columnheader', 'Nom', 'Etat courant'),
        row('cell', 'Nom', 'Etat courant'),
      ),
    ],
  ],
] as const) {
  test(`a list has its rows once: ${what}`, () => {
    const look = lookOf(block('main', ...nodes));
    expect(tableWith(look, [NAME, STATE])?.rows).toEqual([['a', 'Validé']]);
  });
}

test('titles under a list without rows are no row', () => {
  const titles = (role: string): Node => row(role, 'Nom', 'Etat courant');
  const look = lookOf(block('table', titles('columnheader'), titles('cell')));
  expect(tableWith(look, [NAME, STATE])?.rows).toEqual([]);
});

test('a list in one table for each structure has the rows of all', () => {
  const look = lookOf(filled('a'), head(), filled('b', 'c'));
  expect(tableWith(look, [NAME, STATE])?.rows.map(([name]) => name)).toEqual(['a', 'b', 'c']);
});

test('rows under other titles with the same columns are left unread', () => {
  const other = block('table', row('columnheader', 'Etat courant', 'Nom'), row('cell', 'V', 'b'));
  expect(tableWith(lookOf(filled('a'), other), [NAME, STATE])).toMatchObject({
    rows: [],
    beside: 'a Validé V b',
  });
  const same = block(
    'table',
    row('columnheader', 'Etat courant', 'Nom'),
    row('cell', 'Validé', 'a'),
  );
  expect(tableWith(lookOf(filled('a'), same), [NAME, STATE])?.rows).toEqual([['a', 'Validé']]);
});

test('titles that scroll out of sight over their rows are those of the table above', () => {
  const unseen = { box: { x: 0, y: 20, width: 100, height: 0 } };
  const titles = ['Nom : trier', 'Etat : trier'].map((name) =>
    node('columnheader', { name, ...unseen }),
  );
  const body = node('table', {
    box: { x: 0, y: 20, width: 100, height: 60 },
    children: [node('row', { children: titles, ...unseen }), row('cell', 'a', 'Validé')],
  });
  expect(tableWith(lookOf(head(), body), [NAME, STATE])?.rows).toEqual([['a', 'Validé']]);
});

test('a sentence in a table right under the titles is said by their list', () => {
  const box = { x: 0, y: 20, width: 100, height: 20 };
  const body = node('table', { box, children: [row('cell', 'Chargement…')] });
  expect(tableWith(lookOf(head(), body), [NAME, STATE])?.rows).toEqual([['Chargement…']]);
});

test('a pager that is laid out as a table right under the titles is no part of their list', () => {
  const box = { x: 0, y: 20, width: 100, height: 20 };
  const pager = node('table', { box, children: [row('cell', 'Ligne(s) par page 10 < 0 sur 0 >')] });
  expect(tableWith(lookOf(head(), pager), [NAME, STATE])?.rows).toEqual([]);
});

test('a line for the eye alone that lacks its last part is never passed over', () => {
  const cells = (...texts: string[]): Node => lineAt(40, texts);
  const look = lookOf(
    block(
      'main',
      lineAt(0, ['Nom', 'Mode', 'Etat courant']),
      lineAt(20, ['a', 'x', 'Validé']),
      cells('b', 'x'),
      node('generic', { ...at(0, 60, 300), children: ['< 1 sur 1 >'] }),
    ),
  );
  expect(tableWith(look, [NAME, STATE])?.rows).toEqual([
    ['a', 'x', 'Validé'],
    ['b', 'x'],
  ]);
});
