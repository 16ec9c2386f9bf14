import { expect, test } from '@playwright/test';
import { cardsOf, onlyTitled, type Card } from '../../src/seeing/cards.ts';
import { block, lookOf, node, type Node } from './seen-things.ts';

const OPEN = ['Accéder'] as const;

const opener = (): Node => node('link', { name: 'Accéder' });

const line = (text: string, height = 20): Node =>
  node('generic', { text, box: { x: 0, y: 0, width: 100, height } });

test('each thing that opens something has the block around it for a card', () => {
  const look = lookOf(
    block(
      'generic',
      line('Chorus Pro'),
      block('generic', node('heading', { name: 'EDI' }), line('Raccordements'), opener()),
      block('generic', node('heading', { name: 'Flux' }), line('Suivi'), opener()),
    ),
  );
  expect(cardsOf(look, OPEN).map(({ title, words }) => [title, words])).toEqual([
    ['EDI', 'EDI Raccordements Accéder'],
    ['Flux', 'Flux Suivi Accéder'],
  ]);
});

const TITLES: readonly (readonly [what: string, parts: readonly Node[]])[] = [
  ['a heading', [line('Nouveau'), node('heading', { name: 'EDI', level: 3 })]],
  ['the highest line', [line('Nouveau'), line('EDI', 30), line('Raccordements')]],
  ['the first line', [line('EDI'), line('Raccordements')]],
  ['the first line of its own', ['Nouveau', line('EDI'), line('Raccordements')]],
];

for (const [what, parts] of TITLES) {
  test(`a card is titled by ${what}`, () => {
    const look = lookOf(
      block('generic', block('generic', ...parts, opener()), block('generic', line('b'), opener())),
    );
    expect(cardsOf(look, OPEN)[0]?.title).toBe('EDI');
  });
}

test('of two cards that speak of the same the title tells', () => {
  const look = lookOf(
    block(
      'generic',
      block('generic', node('heading', { name: 'Suivi' }), line('Flux EDI et API'), opener()),
      block('generic', node('heading', { name: 'EDI et API' }), line('Gérer'), opener()),
    ),
  );
  const speaks = ({ words }: Card): boolean => words.includes('EDI') && words.includes('API');
  const cards = cardsOf(look, OPEN);
  expect(onlyTitled(cards, speaks).map(({ title }) => title)).toEqual(['EDI et API']);
  expect(onlyTitled(cards.slice(0, 1), speaks).map(({ title }) => title)).toEqual(['Suivi']);
});
