import { expect, test } from '@playwright/test';
import { isSaidEmpty, rowsOf, saysNone, type ShownTable } from '../../src/seeing/table-rows.ts';
import { listWordings } from '../../flows/pages/wordings.ts';

const COLUMNS = { name: ['Nom'], state: ['Etat courant'] } as const;
const HEADERS = ['Etat courant', 'Nom ↓', 'Actions'];

const WORDS = { title: ['Liste des comptes'], none: listWordings.none } as const;

const read = (table: Partial<ShownTable>) =>
  rowsOf({ headers: HEADERS, rows: [], beside: '', ...table }, COLUMNS, {}, WORDS);

test('rows are read by the words of the headers', () => {
  expect(read({ rows: [['Validé', 'Pldiffusion1', '']] })).toEqual({
    kind: 'rows',
    rows: [{ name: 'Pldiffusion1', state: 'Validé' }],
  });
});

test('headers and no row are an empty list', () => {
  expect(read({})).toEqual({ kind: 'rows', rows: [] });
});

for (const text of ['Aucune donnée à afficher', 'Pas encore de compte', 'No data to display']) {
  test(`"${text}" in place of rows is an empty list`, () => {
    expect(read({ rows: [[text]] })).toEqual({ kind: 'rows', rows: [] });
    expect(read({ beside: text })).toEqual({ kind: 'rows', rows: [] });
  });
}

test('the title of a list inside its table is none of its rows', () => {
  expect(read({ beside: 'Liste des comptes' })).toEqual({ kind: 'rows', rows: [] });
});

for (const [what, table, shown] of [
  ['a list with other words above its columns', { beside: 'Indisponible' }, ['Indisponible']],
  ['a list that is being filled', { rows: [['Chargement en cours…']] }, ['Chargement en cours…']],
  ['a list that failed', { rows: [['Une erreur est survenue']] }, ['Une erreur est survenue']],
  [
    'rows of other cells than there are columns',
    { rows: [['Validé', 'Pldiffusion1']] },
    ['Validé Pldiffusion1'],
  ],
  [
    'rows that are no rows of the table',
    { beside: 'Validé Pldiffusion1' },
    ['Validé Pldiffusion1'],
  ],
  ['a row whose cells show nothing', { rows: [['', '', '']] }, HEADERS],
] as const) {
  test(`${what} is no empty list`, () => {
    expect(read(table)).toEqual({ kind: 'unread', shown });
  });
}

test('a column that is missing is named', () => {
  expect(read({ headers: ['Nom', 'Actions'] })).toEqual({ kind: 'lacks', column: 'state' });
});

for (const [text, none] of [
  ['Aucun résultat ne correspond à votre recherche.', true],
  ['Il n’y a aucun compte technique', true],
  ['Nothing to show', true],
  ['Noémie Martin', false],
  ['Chargement…', false],
] as const) {
  test(`in a table "${text}" ${none ? 'says' : 'does not say'} that there is nothing`, () => {
    expect(saysNone(text, listWordings.none)).toBe(none);
  });
}

for (const [text, empty] of [
  ['Pagination 0 sur 0', true],
  ['< 1 of 0 >', true],
  ['Aucun résultat ne correspond à votre recherche.', true],
  ['Aucun raccordement', true],
  ['0 résultat', true],
  ['Recherche terminée. Aucune autre donnée.', true],
  ['Aucune notification', false],
  ['Pagination 1 sur 1', false],
  ['10 sur 10', false],
  ['Raccordements API PISTE', false],
  ['10 résultats', false],
] as const) {
  test(`on a page without a table "${text}" ${empty ? 'says' : 'does not say'} that the list is empty`, () => {
    expect(isSaidEmpty(['Structure', text], listWordings.none)).toBe(empty);
  });
}
