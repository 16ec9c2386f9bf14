import { expect, test } from '@playwright/test';
import { surePartOf } from '../../flows/pages/fields/options.ts';

for (const [text, part] of [
  ["Utilisateur d'une solution d'un éditeur ou opérateur", 'Utilisateur'],
  ["Création d'un compte technique", 'technique'],
  ['73282932000074', '732'],
  ['Actif', undefined],
  ['Créé', undefined],
] as const) {
  test(`of "${text}" ${part === undefined ? 'no part' : `"${part}"`} is surely written so`, () => {
    expect(surePartOf(text)).toBe(part);
  });
}
