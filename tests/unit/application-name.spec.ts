import { expect, test } from '@playwright/test';
import { isSameName, nextFreeName } from '../../src/domain/application-name.ts';

test('names are the same whatever their case and however wide their gaps', () => {
  for (const other of ['pld 5', ' Pld  5', 'Pld\u00a05', 'Pld\u202f\t5\n']) {
    expect(isSameName('Pld 5', other), JSON.stringify(other)).toBe(true);
  }
  expect(isSameName('Pld 5', 'Pld5')).toBe(false);
});

test('the next free name is none that a list shows with narrower gaps', () => {
  expect(nextFreeName('Pld  {n}', ['PLD 1', 'Pld\u00a02'])).toBe('Pld  3');
});
