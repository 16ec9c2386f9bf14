import { expect, test } from '@playwright/test';
import { describeDistinctly } from '../../src/seeing/describe.ts';
import type { Thing } from '../../src/seeing/look.ts';
import { block, lookOf, node, type Node } from './seen-things.ts';

/** The things of these roles among what is shown, as a person tells them apart. */
function described(roles: readonly string[], ...shown: readonly Node[]): string[] {
  const look = lookOf(block('main', ...shown));
  const isMeant = ({ role }: Thing): boolean => roles.includes(role);
  return describeDistinctly(look, look.things.filter(isMeant));
}

test('fields of one label are told apart by the title that each stands under', () => {
  const phone = (title: string): Node =>
    block(
      'generic',
      block('heading', title),
      block('generic', 'Téléphone', node('textbox', { name: 'Téléphone', text: 'Gen3r8_Zx9qLmN' })),
    );
  expect(described(['textbox'], phone('Contact technique'), phone('Suppléant'))).toEqual([
    'textbox « Téléphone » (Contact technique)',
    'textbox « Téléphone » (Suppléant)',
  ]);
});

test('a field without a name is told by what stands beside it', () => {
  const row = block('row', node('cell', { name: 'Fax' }), block('cell', node('textbox')));
  expect(described(['textbox'], row)).toEqual(['textbox (Fax)']);
});

test('what nothing tells apart is told by its place', () => {
  const fax = node('textbox', { name: 'Fax' });
  expect(described(['textbox'], fax, fax, node('combobox', { name: 'Fax' }))).toEqual([
    'textbox « Fax » [1/2]',
    'textbox « Fax » [2/2]',
  ]);
});

test('a group is told by its name and not by the choices in it', () => {
  const group = node('radiogroup', {
    name: 'Type de demande',
    children: [node('radio', { name: 'Création' }), 'Création', 'Réinitialisation'],
  });
  expect(described(['radiogroup'], group, block('heading', 'Compte'))).toEqual([
    expect.stringMatching(/^radiogroup « Type de demande »/u),
  ]);
});
