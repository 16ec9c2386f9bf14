import { expect, test } from '@playwright/test';
import { pressables, showsWords, thePressable } from '../../src/seeing/pressables.ts';
import { block, lookOf, node, type Node } from './seen-things.ts';

const SUBMIT = ['Valider', 'Submit'] as const;

const named = (role: string, name = 'Valider'): Node => node(role, { name, ref: `${role}-ref` });

/** What is one thing to a person, and which of its parts is pressed. */
const ONE: readonly (readonly [what: string, thing: Node, pressed: string])[] = [
  ['a button', named('button'), 'button'],
  ['a link that holds a button', block('link', named('button')), 'button'],
  ['a menu entry that holds a link', block('menuitem', named('link')), 'link'],
  ['a hand over a block', node('generic', { cursor: 'pointer', text: 'Valider' }), 'generic'],
  [
    'a button over part of which is a hand',
    node('button', {
      name: 'Valider',
      children: [node('generic', { cursor: 'pointer', text: 'Valider' })],
    }),
    'button',
  ],
  [
    'words beside an icon',
    node('button', { children: [node('img', { name: 'disk' }), block('generic', 'VALIDER *')] }),
    'button',
  ],
  ['an icon with a name', node('button', { name: 'Valider', text: '✓' }), 'button'],
];

for (const [what, thing, pressed] of ONE) {
  test(`one thing is pressed: ${what}`, () => {
    const look = lookOf(block('main', named('link', 'Annuler'), thing));
    const finding = thePressable(look, SUBMIT);
    expect(finding.kind === 'one' && finding.thing.role).toBe(pressed);
  });
}

const NONE: readonly (readonly [what: string, thing: Node])[] = [
  ['words that are only read', block('paragraph', 'Valider')],
  ['more words', named('button', 'Valider plus tard')],
  ['an option of a list', named('option')],
  ['the title of a column', block('row', named('columnheader'))],
  ['what is a point only', node('button', { name: 'Valider', box: { width: 1, height: 1 } })],
  [
    'a hand over an entry of a list',
    block('option', node('generic', { cursor: 'pointer', text: 'Valider' })),
  ],
];

for (const [what, thing] of NONE) {
  test(`nothing is pressed: ${what}`, () => {
    const look = lookOf(block('main', named('button', 'Enregistrer'), thing));
    expect(pressables(look, SUBMIT)).toEqual([]);
  });
}

for (const [what, thing, isAsked] of [
  ['words that a block is wrapped round', node('generic', { text: 'Valider' }), true],
  ['words in a line', block('paragraph', 'Valider', node('link', { text: 'Aide' })), true],
  ['a button', named('button'), false],
  ['a title', node('heading', { text: 'Valider' }), false],
  ['an entry of a list', node('option', { text: 'Valider' }), false],
  ['other words', node('generic', { text: 'Valider plus tard' }), false],
] as const) {
  test(`the page ${isAsked ? 'is' : 'need not be'} asked whether this is pressed: ${what}`, () => {
    expect(showsWords(lookOf(block('main', thing)), SUBMIT)).toBe(isAsked);
  });
}

test('what could be pressed instead is told, the nearest first', () => {
  const look = lookOf(named('button', 'Annuler'), named('button', 'Valider la saisie'));
  expect(thePressable(look, SUBMIT)).toEqual({
    kind: 'none',
    nearest: ['Valider la saisie', 'Annuler'],
  });
});

test('two that are not one are told apart by what stands beside them', () => {
  const look = lookOf(
    block('generic', block('heading', 'Structure'), named('button')),
    block('generic', block('heading', 'Contact'), named('link')),
  );
  expect(thePressable(look, SUBMIT)).toEqual({
    kind: 'several',
    described: ['button « Valider » (Structure)', 'link « Valider » (Contact)'],
  });
});

test('what is told beside a thing is never what may be a password', () => {
  const form = (...beside: Node[]): Node => block('generic', ...beside, named('button'));
  const look = lookOf(form('Mot de passe Gen3r8_Zx9qLmN'), form('Contact'));
  const finding = thePressable(look, SUBMIT);
  expect(finding).toMatchObject({
    described: ['button « Valider » (Mot de passe)', expect.anything()],
  });
});
