import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { nearestFirst } from '../../src/domain/nearness.ts';

const LABELS = ['Fax', 'Adresse électronique *', 'Numéro de téléphone', 'Usage'];

for (const [wanted, nearest] of [
  ['Téléphone', 'Numéro de téléphone'],
  ['Nom de telephone', 'Numéro de téléphone'],
  ['ADRESSE ELECTRONIQUE :', 'Adresse électronique *'],
  ['Usages', 'Usage'],
] as const) {
  test(`"${nearest}" is what comes nearest to "${wanted}"`, () => {
    expect(nearestFirst([wanted], LABELS)[0]).toBe(nearest);
  });
}

test('what has nothing in common stays in the order in which it stood', () => {
  expect(nearestFirst(['Soumettre'], LABELS)).toEqual(LABELS);
  expect(nearestFirst([], LABELS)).toEqual(LABELS);
});

test('the nearest of several wordings counts', () => {
  expect(nearestFirst(['Courriel', 'Adresse e-mail'], LABELS)[0]).toBe('Adresse électronique *');
});

test('nothing is added and nothing is lost', () => {
  fc.assert(
    fc.property(fc.string(), fc.array(fc.string()), (wanted, texts) => {
      expect([...nearestFirst([wanted], texts)].sort()).toEqual([...texts].sort());
    }),
  );
});
