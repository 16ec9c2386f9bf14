import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { sortedBySimilarity } from '../../src/domain/text-similarity.ts';

const LABELS = ['Fax', 'Adresse électronique *', 'Numéro de téléphone', 'Usage'];

for (const [wanted, nearest] of [
  ['Téléphone', 'Numéro de téléphone'],
  ['Nom de telephone', 'Numéro de téléphone'],
  ['ADRESSE ELECTRONIQUE :', 'Adresse électronique *'],
  ['Usages', 'Usage'],
] as const) {
  test(`"${nearest}" is what comes nearest to "${wanted}"`, () => {
    expect(sortedBySimilarity([wanted], LABELS)[0]).toBe(nearest);
  });
}

test('what has nothing in common stays in the order in which it stood', () => {
  expect(sortedBySimilarity(['Soumettre'], LABELS)).toEqual(LABELS);
  expect(sortedBySimilarity([], LABELS)).toEqual(LABELS);
});

test('the nearest of several wordings counts', () => {
  expect(sortedBySimilarity(['Courriel', 'Adresse e-mail'], LABELS)[0]).toBe(
    'Adresse électronique *',
  );
});

test('nothing is added and nothing is lost', () => {
  fc.assert(
    fc.property(fc.string(), fc.array(fc.string()), (wanted, texts) => {
      expect([...sortedBySimilarity([wanted], texts)].sort()).toEqual([...texts].sort());
    }),
  );
});
