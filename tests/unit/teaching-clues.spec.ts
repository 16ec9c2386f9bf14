import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import type { Look } from '../../src/seeing/look.ts';
import { wordsOf } from '../../src/seeing/words.ts';
import { cluesTo, pointable, thingsFitting, type ThingKind } from '../../src/teaching/clues.ts';
import { block, lookOf, node, type Node } from './seen-things.ts';

const KINDS = ['field', 'button'] as const satisfies readonly ThingKind[];

const heading = (name: string): Node => node('heading', { name, children: [name] });
const field = (name: string): Node => node('textbox', { name });
const button = (name: string): Node => node('button', { name });
const icon = (): Node => node('button', { children: [node('img')] });

/** The only one of a kind at a place among all that can be pointed at. */
function cluesAt(look: Look, kind: ThingKind, at: number) {
  const thing = pointable(look, kind)[at];
  const clues = thing && cluesTo(look, kind, thing);
  if (thing === undefined || clues === undefined) throw new Error(`no ${kind} at ${at}`);
  return { thing, clues };
}

test('a field that is alone under its label is known by the label', () => {
  const look = lookOf(block('main', field('Raison'), field('Mobile')));
  expect(cluesAt(look, 'field', 1).clues).toEqual({ words: 'Mobile' });
});

test('a field without a name is known by the words right before it', () => {
  const look = lookOf(block('main', block('generic', 'Mobile'), field('')));
  expect(cluesAt(look, 'field', 0).clues).toEqual({ words: 'Mobile' });
});

test('a field is known without the mark that it is required, which changes once it is filled in', () => {
  const named = (name: string): Look => lookOf(block('main', field(name), field('Fax')));
  const { clues } = cluesAt(named('Obligatoire Écrire à'), 'field', 0);
  expect(clues).toEqual({ words: 'Écrire à' });
  for (const name of ['Required Filled Écrire à', 'Écrire à (obligatoire)', 'Écrire à *']) {
    expect(thingsFitting(named(name), 'field', clues), name).toHaveLength(1);
  }
});

test('a list that is named by what it shows is known by its label, before and after a choice', () => {
  const list = (shown: string): Look =>
    lookOf(
      block('main', block('generic', 'Ville'), node('combobox', { name: shown, text: shown })),
    );
  const { clues } = cluesAt(list('Choisir'), 'field', 0);
  expect(clues).toEqual({ words: 'Ville' });
  expect(thingsFitting(list('Lyon'), 'field', clues)).toHaveLength(1);
});

test('of two fields of one label the heading tells them apart', () => {
  const page = [heading('Société'), field('Nom'), heading('Contact'), field('Nom')];
  const look = lookOf(block('main', ...page));
  expect(cluesAt(look, 'field', 1).clues).toEqual({ words: 'Nom', heading: 'Contact' });
});

test('an icon without words is known by what stands around it', () => {
  const look = lookOf(
    block('main', heading('Liste'), block('generic', 'Filtrer la liste', icon()), icon()),
  );
  const { clues } = cluesAt(look, 'button', 0);
  expect(clues).toEqual({ words: '', heading: 'Liste', beside: 'Filtrer la liste' });
});

test('what nothing tells apart is known by its place among as many', () => {
  const look = lookOf(block('main', button('Voir'), button('Voir'), button('Voir')));
  const { clues, thing } = cluesAt(look, 'button', 1);
  expect(clues.place).toEqual({ nth: 2, of: 3 });
  expect(thingsFitting(look, 'button', clues)).toEqual([thing]);
});

test('one more of what is known by its place fits nothing', () => {
  const look = lookOf(block('main', button('Voir'), button('Voir')));
  const { clues } = cluesAt(look, 'button', 1);
  const later = lookOf(block('main', button('Voir'), button('Voir'), button('Voir')));
  expect(thingsFitting(later, 'button', clues)).toEqual([]);
});

test('a twin of what is known by its words fits as well', () => {
  const { clues } = cluesAt(lookOf(block('main', button('Voir'))), 'button', 0);
  const later = lookOf(block('main', button('Voir'), button('VOIR *')));
  expect(thingsFitting(later, 'button', clues)).toHaveLength(2);
});

test('what a page shows of its user is no clue', () => {
  const beside = block('generic', 'pl.dubois@exemple.fr 732 829 320 00074 Pa55-word Entreprise');
  const look = lookOf(
    block('main', heading('SIRET 73282932000074'), block('generic', beside, icon())),
  );
  expect(JSON.stringify(cluesAt(look, 'button', 0).clues)).not.toMatch(/exemple|732|Pa55/u);
});

test('what a field holds is no clue', () => {
  const look = lookOf(block('main', node('textbox', { name: 'Clé', text: 'Xy7kQz12' }), icon()));
  for (const kind of KINDS) {
    expect(JSON.stringify(cluesAt(look, kind, 0).clues)).not.toContain('Xy7');
  }
});

const LABELS = ['', 'Nom', 'Nom', 'Mobile', 'Voir', 'Adresse'] as const;
const TITLES = ['Société', 'Contact', 'Liste'] as const;

const part: fc.Arbitrary<() => Node> = fc.oneof(
  fc.constantFrom(...LABELS).map((label) => () => field(label)),
  fc.constantFrom(...LABELS).map((label) => () => button(label)),
  fc.constantFrom(...TITLES).map((title) => () => heading(title)),
  fc.constantFrom(...TITLES).map((words) => () => block('paragraph', words)),
);
const row = fc.array(part, { minLength: 1, maxLength: 4 });
const page = fc.array(row, { minLength: 1, maxLength: 6 });

function drawn(rows: readonly (readonly (() => Node)[])[]): Look {
  return lookOf(
    block('main', ...rows.map((parts) => block('generic', ...parts.map((one) => one())))),
  );
}

test('on any page, whatever is pointed at is the one thing that its description fits', () => {
  fc.assert(
    fc.property(page, (rows) => {
      const look = drawn(rows);
      for (const kind of KINDS) {
        for (const thing of pointable(look, kind)) {
          const clues = cluesTo(look, kind, thing);
          expect(clues && thingsFitting(look, kind, clues)).toEqual([thing]);
        }
      }
    }),
  );
});

test('on a page that changed, a description never fits one thing of other words', () => {
  fc.assert(
    fc.property(page, page, (before, after) => {
      const [look, later] = [drawn(before), drawn(after)];
      for (const thing of pointable(look, 'button')) {
        const clues = cluesTo(look, 'button', thing);
        const [found, ...others] = clues ? thingsFitting(later, 'button', clues) : [];
        if (found === undefined || others.length > 0) continue;
        expect(wordsOf(later, found)).toBe(wordsOf(look, thing));
      }
    }),
  );
});
