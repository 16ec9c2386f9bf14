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

for (const text of [
  'Aucune donnée à afficher',
  'Pas encore de compte',
  'No data to display',
  "Aucun compte technique n'existe pour cette structure",
  'Aucun utilisateur technique',
]) {
  test(`"${text}" in place of rows is an empty list`, () => {
    expect(read({ rows: [[text]] })).toEqual({ kind: 'rows', rows: [] });
    expect(read({ beside: text })).toEqual({ kind: 'rows', rows: [] });
  });
}

test('a pager of nothing agrees with a sentence that says none, and says none by itself of no list', () => {
  for (const pager of [['1 – 0 sur 0'], ['0 of 0'], ['0 / 0'], ['<', '1 sur 1'], ['1 of 1 >']]) {
    const rows = [['Aucune donnée à afficher'], pager];
    expect(read({ rows })).toEqual({ kind: 'rows', rows: [] });
    expect(read({ rows: [pager] })).toMatchObject({ kind: 'unread' });
  }
  for (const pager of [['1 – 10 sur 25'], ['<', '1 sur 3'], ['2 sur 1']]) {
    const rows = [['Aucune donnée à afficher'], pager];
    expect(read({ rows })).toMatchObject({ kind: 'unread' });
  }
});

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

const WHOLE = ['Validé', 'Pldiffusion1', ''];

for (const [what, row, shown] of [
  ['a cell less', ['Validé', 'Pldiffusion2'], ['Validé Pldiffusion2']],
  ['a cell more', ['Validé', 'b', 'c', 'd'], ['Validé b c d']],
  ['what is still to come', ['Chargement en cours…'], ['Chargement en cours…']],
] as const) {
  test(`a row of ${what} beside whole ones is never passed over`, () => {
    expect(read({ rows: [WHOLE, row] })).toEqual({ kind: 'unread', shown });
  });
}

test('a foot with a pager in few cells is passed over', () => {
  const headers = [...HEADERS, 'Contact', 'Création'];
  const whole = [...WHOLE, '', ''];
  const rows = [whole, ['Ligne(s) par page 10', '1 sur 1']];
  expect(read({ headers, rows })).toMatchObject({ kind: 'rows', rows: [{ name: 'Pldiffusion1' }] });
});

test('a heading or a sum in one cell beside rows is passed over', () => {
  const rows = [['PL DIFFUSION LYON'], WHOLE, ['1 ligne']];
  expect(read({ rows })).toMatchObject({ kind: 'rows', rows: [{ name: 'Pldiffusion1' }] });
});

for (const name of ['…', '...', 'Chargement…', 'Loading', 'Pldiff…']) {
  test(`"${name}" in place of a name is no name`, () => {
    expect(read({ rows: [['', name, '']] })).toMatchObject({ kind: 'unread' });
  });
}

test('dots in a column that nobody asked for are a menu', () => {
  expect(read({ rows: [['Validé', 'Pldiffusion1', '…']] })).toMatchObject({ kind: 'rows' });
});

test('a column that is missing is named', () => {
  expect(read({ headers: ['Nom', 'Actions'] })).toEqual({ kind: 'lacks', column: 'state' });
});

for (const [text, none] of [
  ['Aucun résultat ne correspond à votre recherche.', true],
  ['Il n’y a aucun compte technique', true],
  ['Nothing to show', true],
  ['Aucun résultat trouvé.', true],
  ['Aucune donnée disponible dans le tableau', true],
  ['Aucun compte technique pour cette structure', true],
  ['Aucun raccordement PISTE déclaré', true],
  ['No matching records found', true],
  ['There are no items to show in this view.', true],
  ['Pas de données', true],
  ['La liste est vide.', true],
  ['Noémie Martin', false],
  ['Chargement…', false],
  ['Aucune réponse du serveur', false],
  ['Aucune donnée reçue : le service est indisponible', false],
  ['Aucun résultat affiché : une erreur est survenue', false],
  ["Aucune donnée n'a pu être chargée", false],
  ['No permission to view these records', false],
  ['No connection to the server', false],
  ['Aucune autorisation pour consulter cette liste', false],
  ['Aucune structure sélectionnée', false],
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
  ['Affichage de 0 à 0 sur 0 entrées', true],
  ['Aucune notification', false],
  ['0 élément sélectionné', false],
  ['0 ligne(s) sélectionnée(s)', false],
  ['No items selected', false],
  ['0 sur 0 sélectionné', false],
  ['0/0 caractères', false],
  ['0 raccordement en anomalie', false],
  ["Aucun raccordement n'est en anomalie", false],
  ['Aucun raccordement ne peut être supprimé une fois validé.', false],
  ['Pagination 1 sur 1', false],
  ['10 sur 10', false],
  ['Raccordements API PISTE', false],
  ['10 résultats', false],
] as const) {
  test(`on a page without a table "${text}" ${empty ? 'says' : 'does not say'} that the list is empty`, () => {
    expect(isSaidEmpty(['Structure', text], listWordings.none)).toBe(empty);
  });
}
