import { expect, test } from '@playwright/test';
import { claimsOn, isPlain, namedOf, type Labelling } from '../../src/seeing/fields.ts';
import type { Look, Thing } from '../../src/seeing/look.ts';
import { block, lookOf, node, type Node } from './seen-things.ts';

const FAX = ['Fax'] as const;

const NOTHING: Labelling = { labels: [], named: [], hints: [] };

const textbox = (name = '', value = 'found'): Node => node('textbox', { name, text: value });
const label = (words: string): Node => node('generic', { text: words });
const at = (x: number, y: number, width = 100, height = 20) => ({ box: { x, y, width, height } });

/** What the claimed fields hold, with why each is claimed. */
function claimed(look: Look): string[] {
  return claimsOn(look, FAX).claims.map(({ thing, by }) => `${by} ${heldBy(thing)}`);
}

function heldBy({ value, role }: Thing): string {
  return value?.reveal() ?? role;
}

/** What the fields hold that are named, where the page says this of each. */
function named(look: Look, facts: Readonly<Record<string, Partial<Labelling>>> = {}): string[] {
  const { claims, labelsLeft } = claimsOn(look, FAX);
  const examined = claims.map((claim) => ({
    claim,
    facts: { ...NOTHING, ...facts[heldBy(claim.thing)] },
  }));
  return namedOf(examined, labelsLeft, FAX).fields.map(({ claim }) => heldBy(claim.thing));
}

/** Looks that tell by themselves which field is named. */
const PLAIN: readonly (readonly [what: string, look: Look])[] = [
  ['its name', lookOf(label('Fax'), textbox('Fax'))],
  ['its name with a mark of obligation', lookOf(textbox('FAX * :'), textbox('Téléphone', 'other'))],
];

/** Looks that tell which field is named, but not whether it is clipped away. */
const PLACED: readonly (readonly [what: string, look: Look])[] = [
  ['what stands before it', lookOf(block('main', label('Fax'), textbox()))],
  [
    'what stands before it in the cell',
    lookOf(block('row', node('cell', { name: 'Fax :' }), block('cell', textbox()))),
  ],
  [
    'what stands before it in a dialog',
    lookOf(block('main', 'Page'), block('dialog', label('Fax'), textbox())),
  ],
  [
    'the only words of its block, after it',
    lookOf(block('form', block('generic', textbox(), 'Fax'), textbox('Autre', 'other'))),
  ],
];

for (const [what, look] of PLAIN) {
  test(`a look alone tells a field by ${what}`, () => {
    const found = claimsOn(look, FAX);
    expect(found.claims.map(({ thing }) => heldBy(thing))).toEqual(['found']);
    expect(isPlain(found)).toBe(true);
  });
}

for (const [what, look] of PLACED) {
  test(`a look tells a field by ${what}, and the page whether it is seen`, () => {
    const found = claimsOn(look, FAX);
    expect(found.claims.map(({ thing }) => heldBy(thing))).toEqual(['found']);
    expect(isPlain(found)).toBe(false);
  });
}

/** Looks in which no field is claimed. */
const NONE: readonly (readonly [what: string, look: Look])[] = [
  [
    'the words of a dialog without a field',
    lookOf(block('main', 'Page', block('dialog', label('Fax')), textbox())),
  ],
  ['a label without a field', lookOf(block('main', label('Fax')), block('main', textbox('Autre')))],
  [
    'a label before another label',
    lookOf(block('main', label('Fax'), label('Un tout autre intitulé, '.repeat(9)), textbox())),
  ],
  ['one label before two fields', lookOf(block('main', label('Fax'), textbox(), textbox()))],
  ['a button of that name', lookOf(block('main', node('button', { name: 'Fax' }), textbox()))],
  ['a field too small to be seen', lookOf(node('textbox', { name: 'Fax', ...at(0, 0, 1, 1) }))],
];

for (const [what, look] of NONE) {
  test(`no field is named by ${what}`, () => {
    expect(named(look)).toEqual([]);
  });
}

test('two fields of one name are both named', () => {
  expect(named(lookOf(textbox('Fax', 'one'), textbox('Fax', 'two')))).toEqual(['one', 'two']);
});

test('a field by its name and one by its place are both named', () => {
  const look = lookOf(
    node('textbox', { name: 'Fax', text: 'aria' }),
    block('row', node('cell', { name: 'Fax' }), block('cell', textbox('', 'cell'))),
  );
  expect(named(look, { aria: { named: ['Fax'] } })).toEqual(['aria', 'cell']);
});

test('a label far from its field is no other field’s label', () => {
  const look = lookOf(block('main', label('Fax'), textbox('', 'next')), textbox('Fax', 'own'));
  expect(named(look, { own: { labels: ['Fax'] } })).toEqual(['own']);
});

test('a group whose legend is no thing of the look leaves a label to the field that it is at', () => {
  const group = node('group', {
    name: 'Fax',
    children: [node('radio', { name: 'Oui' }), node('radio', { name: 'Non' })],
  });
  const look = lookOf(block('main', group, block('generic', textbox(), label('Fax'))));
  expect(named(look, { group: { labels: ['Fax'] } })).toEqual(['group', 'found']);
});

test('more words in a name are a hint only where the page says so', () => {
  const look = lookOf(textbox('FaxChiffres seuls', 'hinted'), textbox('Fax du suppléant', 'other'));
  expect(claimed(look)).toEqual(['longer-name hinted', 'longer-name other']);
  const facts = { hinted: { labels: ['Fax *'] }, other: { labels: ['Fax du suppléant'] } };
  expect(named(look, facts)).toEqual(['hinted']);
});

test('words between a label and a field are a hint only where the page says so', () => {
  const look = lookOf(block('main', label('Fax *'), 'Dix chiffres', textbox()));
  expect(claimed(look)).toEqual(['beyond-words found']);
  expect(named(look)).toEqual([]);
  expect(named(look, { found: { hints: ['Dix chiffres'] } })).toEqual(['found']);
});

test('a field that markup gives to other words is not named by what stands near', () => {
  const look = lookOf(block('main', label('Fax'), textbox('Téléphone')));
  expect(named(look, { found: { labels: ['Téléphone'] } })).toEqual([]);
});

test('a field that has a label in its own block is not named by the one before it', () => {
  const next = block('generic', textbox(), 'Téléphone');
  const look = lookOf(block('main', block('generic', label('Fax')), next));
  expect(named(look)).toEqual([]);
  expect(named(look, { found: { hints: ['Téléphone'] } })).toEqual(['found']);
});

test('a placeholder names a field only where nothing else does', () => {
  const look = lookOf(
    block('main', label('Fax'), textbox('', 'labelled')),
    block('main', label('Autre'), textbox('Fax', 'placeholder')),
  );
  expect(named(look)).toEqual(['labelled']);
  expect(named(lookOf(textbox('Fax', 'placeholder')))).toEqual(['placeholder']);
});

test('a field is named by what stands on its line, or above it, in another block', () => {
  const columns = lookOf(
    block(
      'main',
      block(
        'generic',
        node('paragraph', { text: 'Téléphone', ...at(0, 0) }),
        node('paragraph', { text: 'Fax', ...at(0, 30) }),
      ),
      block(
        'generic',
        node('textbox', { text: 'first', ...at(120, 0) }),
        node('textbox', { text: 'second', ...at(120, 30) }),
      ),
    ),
  );
  expect(named(columns)).toEqual(['second']);
});

/** A page with two labels over, or before, two fields, each part in a block of its own. */
function gridOf(labels: readonly [string, string], isInRows: boolean): Look {
  const placeOf = (index: number, isField: boolean): ReturnType<typeof at> => {
    const [along, across] = [index * 140, isField ? 140 : 0];
    return isInRows ? at(along, across / 4) : at(across, along / 4);
  };
  const heads = labels.map((words, index) =>
    node('cell', { name: words, ...placeOf(index, false) }),
  );
  const fields = ['first', 'second'].map((value, index) => {
    const place = placeOf(index, true);
    return node('cell', { children: [node('textbox', { text: value, ...place })], ...place });
  });
  const whole = { box: { x: 0, y: 0, width: 300, height: 100 } };
  const rows = [heads, fields].map((children) => node('row', { children, ...whole }));
  return lookOf(node('table', { children: rows, ...whole }));
}

for (const isInRows of [true, false]) {
  const where = isInRows
    ? 'in a row over a row of fields'
    : 'in a column beside a column of fields';
  test(`the last label ${where} names the last of them`, () => {
    expect(named(gridOf(['Raison sociale', 'Fax'], isInRows))).toEqual(['second']);
  });
}

test('each label in a row over a row of fields names the one under it, before any text', () => {
  expect(claimed(gridOf(['Fax', 'Login'], true))).toEqual(['beside first']);
  expect(claimed(gridOf(['Login', 'Fax'], true))).toEqual(['beside second']);
});

test('a label over a text does not name the field in the column before it', () => {
  const cell = (x: number, y: number, more: Readonly<Record<string, unknown>>): Node =>
    node('cell', { ...more, ...at(x, y) });
  const rows = [
    [cell(0, 0, { name: 'Raison sociale' }), cell(140, 0, { name: 'Fax' })],
    [cell(0, 30, { children: [node('textbox', at(0, 30))] }), cell(140, 30, { name: 'text' })],
  ];
  expect(claimed(lookOf(block('table', ...rows.map((row) => block('row', ...row)))))).toEqual([]);
});

test('a list and what opens it are one: by the same label, or by standing together', () => {
  const list = (name = ''): Node =>
    node('listbox', { name, children: [node('option', { name: 'Lyon' })] });
  const opener = node('combobox', { name: 'Fax', text: 'Lyon' });
  expect(named(lookOf(block('main', label('Fax'), opener), list('Fax')))).toEqual(['Lyon']);
  const nameless = node('combobox', { text: 'Lyon' });
  expect(named(lookOf(block('main', label('Fax'), nameless, list())))).toEqual(['Lyon']);
  expect(named(lookOf(block('main', label('Fax'), list())))).toEqual(['listbox']);
});

for (const [what, at, isOpen, found] of [
  ['far from it, while that says it is open', 400, true, ['name Nice']],
  ['at its edge, where it says nothing', 22, false, ['name Nice']],
  ['far from it, while it is closed', 60, false, ['name Nice', 'name listbox']],
] as const) {
  const count = found.length === 1 ? 'one with' : 'another field than';
  test(`a list named by an attribute alone is ${count} a combobox of that name ${what}`, () => {
    const combobox = node('combobox', { name: 'Fax', text: 'Nice', expanded: isOpen || undefined });
    const options = [node('option', { name: 'Lyon', selected: true })];
    const box = { x: 0, y: at, width: 100, height: 40 };
    const list = node('listbox', { name: 'Fax', children: options, box });
    const claims = claimed(lookOf(block('section', combobox), block('section', list)));
    expect(claims).toEqual(found);
  });
}

test('a list of another name, apart from the closed combobox before it, is a field of its own', () => {
  const combobox = node('combobox', { name: 'Type', text: 'Nice' });
  const listAt = (y: number): unknown[] => {
    const box = { x: 0, y, width: 100, height: 40 };
    return claimed(lookOf(block('main', combobox, node('listbox', { name: 'Fax', box }))));
  };
  expect(listAt(60)).toEqual(['name listbox']);
  expect(listAt(22)).toEqual([]);
});

test('a list of its own label belongs to nothing else of that name', () => {
  const list = node('listbox', { name: 'Fax', children: [node('option', { name: 'Lyon' })] });
  const opener = node('combobox', { name: 'Fax', text: 'Nice' });
  const look = lookOf(block('main', label('Fax'), opener), block('main', label('Fax *'), list));
  expect(named(look)).toEqual(['Nice', 'listbox']);
});

test('a list has a label of its own though a hint follows it, and is none of a native one', () => {
  const list = node('listbox', { name: 'Fax' });
  const opener = node('combobox', { name: 'Fax' });
  const native = node('combobox', {
    name: 'Type',
    children: [node('option', { name: 'Création' })],
  });
  const hinted = block('generic', label('Fax'), block('paragraph', 'Dix chiffres'), list);
  expect(claimed(lookOf(block('main', opener, hinted)))).toEqual(['name ', 'name listbox']);
  expect(claimed(lookOf(block('main', native, list)))).toEqual(['name listbox']);
});

test('a list that is named by its label and by what it shows is named by its label', () => {
  expect(named(lookOf(node('combobox', { name: 'Fax Lyon', text: 'Lyon' })))).toEqual(['Lyon']);
});

test('a widget stands for the list that it hides', () => {
  const hidden = node('combobox', { name: 'Fax', ...at(0, 0, 1, 1) });
  const widget = block('generic', node('link', { text: 'Lyon' }), node('button'));
  const look = lookOf(block('main', label('Fax'), widget, hidden));
  expect(claimed(look)).toEqual(['name generic']);
});

test('radio buttons are one field, named by their group or by what stands before', () => {
  const radios = ['Un', 'Deux'].map((name) => block('generic', node('radio', { name }), name));
  expect(named(lookOf(node('group', { name: 'Fax *', children: radios })))).toEqual(['group']);
  expect(named(lookOf(block('main', label('Fax'), block('generic', ...radios))))).toEqual([
    'generic',
  ]);
});

test('radio buttons in a cell are a field of their own though a group is around the whole form', () => {
  const radios = ['Un', 'Deux'].map((name) => block('row', block('cell', node('radio', { name }))));
  const fields = block(
    'row',
    node('cell', { name: 'Fax' }),
    block('cell', block('table', ...radios)),
  );
  const form = node('group', {
    name: 'Informations',
    children: [block('table', fields), node('textbox', { name: 'Téléphone' })],
  });
  expect(named(lookOf(form))).toEqual(['table']);
});

test('a field in another is a part of it', () => {
  const inner = node('textbox', { name: 'Rechercher' });
  const look = lookOf(label('Fax'), node('combobox', { name: 'Fax', children: [inner] }));
  expect(claimed(look)).toEqual(['name ']);
});
