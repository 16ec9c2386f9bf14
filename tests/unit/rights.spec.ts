import { expect, test } from '@playwright/test';
import { isWithoutSpace, offersNothingToDeclare } from '../../flows/pages/rights.ts';

test('the application is without the space of connections where its menu has others alone', () => {
  expect(isWithoutSpace({ otherSpaces: 8, hasSpace: false })).toBe(true);
  expect(isWithoutSpace({ otherSpaces: 8, hasSpace: true })).toBe(false);
  // A page of something else may speak of invoices too.
  expect(isWithoutSpace({ otherSpaces: 2, hasSpace: false })).toBe(false);
});

for (const [what, pressables, nothing] of [
  ['filter and pager', ['Appliquer', 'Page suivante', 'Créer Fiche EDI Emetteur'], true],
  ['its button', ['Appliquer', 'Déclarer un raccordement PISTE'], false],
  ['a button worded otherwise', ['Appliquer', 'Nouveau raccordement'], false],
  ['a button in English', ['Apply', 'Add a connection'], false],
  ['a button without a word', ['Appliquer', ' '], false],
] as const) {
  test(`a list with ${what} is ${nothing ? '' : 'not '}one to look at alone`, () => {
    expect(offersNothingToDeclare(pressables)).toBe(nothing);
  });
}
