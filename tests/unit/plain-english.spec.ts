import { expect, test } from '@playwright/test';
import { archaicIn } from '../../scripts/plain-english.mjs';
import { textsFor } from '../../fixtures/playwright/texts-for.ts';
import { sentences } from './sentences.ts';

test('no message in English has an archaic turn of phrase', () => {
  const found = sentences(textsFor('en'), '').flatMap(({ path, text }) =>
    archaicIn(text).map((phrase) => `${path}: ${phrase}`),
  );
  expect(found).toEqual([]);
});

for (const [text, found] of [
  ['Waits for the write in hand.', true],
  ['What became of a browser.', true],
  ['Who reads the output may go away.', true],
  ['@returns what was made, or undefined where there is none.', true],
  ['Returns the current write.', false],
  ['What is your SIRET?', false],
  ['Says what the page shows.', false],
] as const) {
  test(`"${text}" is ${found ? '' : 'not '}found`, () => {
    expect(archaicIn(text).length > 0).toBe(found);
  });
}
