import { expect, test } from '@playwright/test';
import { archaicIn } from '../../scripts/plain-english.mjs';
import { sentencesOf } from './sentences.ts';

test('no message in English has an archaic turn of phrase', () => {
  const sentences = sentencesOf('en');
  expect(sentences.length).toBeGreaterThan(1000);
  const found = sentences.flatMap(({ path, text }) =>
    archaicIn(text).map((phrase) => `${path}: ${phrase}`),
  );
  expect(found).toEqual([]);
});

for (const text of [
  'Waits for the write in hand.',
  'What became of a browser.',
  'Who reads the output may go away.',
  '@returns what was made, or undefined where there is none.',
  'Nothing was done. Whoever has it opens every credential.',
  'type it anew',
]) {
  test(`"${text}" is found`, () => {
    expect(archaicIn(text)).not.toEqual([]);
  });
}

for (const text of [
  'Returns the current write.',
  'What is your SIRET?',
  'Says what the page shows.',
  'The key is not on this machine: run this where it is.',
]) {
  test(`"${text}" is plain`, () => {
    expect(archaicIn(text)).toEqual([]);
  });
}
