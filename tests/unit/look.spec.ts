import { inspect } from 'node:util';
import { expect, test } from '@playwright/test';
import { parseLook } from '../../src/seeing/look.ts';
import { wordsOf } from '../../src/seeing/words.ts';
import { block, lookOf, node } from './seen-things.ts';

const PASSWORD = 'Gen3r8_Zx9qLmN';

test('what a field holds is a secret from the moment it is read', () => {
  const look = lookOf(
    block(
      'generic',
      'Mot de passe',
      node('textbox', { name: 'Mot de passe', text: PASSWORD }),
      node('combobox', { name: 'Type', children: [block('generic', PASSWORD), 'x'] }),
    ),
  );
  const [box, , textbox, combobox] = look.things;
  expect(textbox?.value?.reveal()).toBe(PASSWORD);
  expect(combobox?.value?.reveal()).toBe(`${PASSWORD} x`);
  expect(inspect(look, { depth: 9 }) + JSON.stringify(look)).not.toContain(PASSWORD);
  expect(box && wordsOf(look, box)).toBe('Mot de passe');
});

test('a list shows the option that is chosen in it', () => {
  const options = ['10', '20'].map((name) => node('option', { name, selected: name === '20' }));
  const [list] = lookOf(node('combobox', { children: options })).things;
  expect(list?.value?.reveal()).toBe('20');
});

test('a list does not show the options that stand unseen in it', () => {
  const box = { x: 0, y: 0, width: 0, height: 0 };
  const unseen = node('generic', { box, text: '73282932000074' });
  const [list] = lookOf(node('combobox', { children: [block('generic', 'Lyon'), unseen] })).things;
  expect(list?.value?.reveal()).toBe('Lyon');
});

test('what a frame shows is no part of the document around it', () => {
  const look = lookOf(block('iframe', node('button', { name: 'Valider' })), block('generic', 'a'));
  expect(look.things.map(({ role }) => role)).toEqual(['iframe', 'generic', 'text']);
});

test('things know what they stand in', () => {
  const look = lookOf(block('main', block('form', 'a'), node('button', { name: 'b' })));
  expect(look.things.map(({ role, end, parent }) => [role, end, parent])).toEqual([
    ['main', 4, undefined],
    ['form', 3, 0],
    ['text', 3, 1],
    ['button', 4, 0],
  ]);
});

for (const snapshot of [
  undefined,
  null,
  'text',
  {},
  [null],
  [{ role: 4, box: 'x', children: 7 }],
]) {
  test(`a snapshot of another shape is an empty page: ${JSON.stringify(snapshot)}`, () => {
    const { things } = parseLook(snapshot);
    expect(things.filter(({ ref, name }) => ref !== undefined || name !== '')).toEqual([]);
  });
}
