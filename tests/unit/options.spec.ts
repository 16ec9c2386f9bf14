import { expect, test } from '@playwright/test';
import { optionMatches, searchesFor } from '../../src/acting/fields/field-options.ts';
import type { Siret } from '../../src/domain/siret.ts';

const USAGE = "Utilisateur d'une solution d'un éditeur ou opérateur";
const CREATION = "Création d'un compte technique";

for (const [worded, searches] of [
  [[USAGE], [USAGE, 'Utilisateur']],
  [
    [CREATION, 'Technical account creation'],
    [CREATION, 'technique', 'Technical'],
  ],
  [
    ['Actif', 'Active'],
    ['Actif', 'Active'],
  ],
  [['Créé'], ['Créé']],
] as const) {
  test(`"${worded.join('" or "')}" is looked for as ${searches.join(', then ')}`, () => {
    expect(searchesFor({ worded })).toEqual(searches);
  });
}

test('a number is looked for as it is, then by its first figures, since it may have spaces', () => {
  expect(searchesFor({ siret: '73282932000074' as Siret })).toEqual(['73282932000074', '732']);
});

for (const [text, isOption] of [
  ['73282932000074 - PL DIFFUSION LYON', true],
  ['PL DIFFUSION (732 829 320 00074)', true],
  ['Aucun résultat "73282932000074"', false],
  ['Rien ne correspond à « 73282932000074 »', false],
] as const) {
  test(`« ${text} » is ${isOption ? 'an option' : 'no option'} of that SIRET`, () => {
    expect(optionMatches(text, { siret: '73282932000074' as Siret })).toBe(isOption);
  });
}
