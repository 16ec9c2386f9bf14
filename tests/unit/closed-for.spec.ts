import { expect, test } from '@playwright/test';
import { closedFor } from '../../flows/pages/portal-page.ts';
import { block, lookOf, node } from './seen-things.ts';

for (const [heading, isClosed] of [
  ['Maintenance en cours', true],
  ['Chorus Pro est momentanément indisponible', true],
  ['Service unavailable', true],
  ['Maintenance prévue dimanche 6 décembre', false],
  ['Bienvenue sur Chorus Pro', false],
] as const) {
  test(`a page without a way in is ${isClosed ? '' : 'not '}closed for now: ${heading}`, () => {
    const look = lookOf(block('heading', heading), node('link', { name: 'Assistance' }));
    expect(closedFor(look)).toBe(isClosed ? heading : undefined);
  });
}

test('a page with a field is not closed, whatever it says', () => {
  expect(closedFor(lookOf(block('heading', 'Maintenance'), node('textbox')))).toBeUndefined();
});
