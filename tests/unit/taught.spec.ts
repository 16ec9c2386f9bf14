import { expect, test } from '@playwright/test';
import { Knowledge } from '../../src/acting/knowledge.ts';
import {
  confirmsWords,
  forOthers,
  isSentence,
  joined,
  NOTHING_TAUGHT,
  objectionTo,
  parseTaught,
  taughtThing,
  without,
  withThing,
  type TaughtThing,
} from '../../src/teaching/taught.ts';
import { isRaccordError } from '../../src/errors/raccord-error.ts';

const ORIGIN = { host: 'cpro.localhost', at: '2026-11-27T04:00:00.000Z', raccord: '1.0.0' };

const thing = (more: Partial<TaughtThing> = {}): TaughtThing =>
  ({
    ...ORIGIN,
    page: '/cpp/raccordement',
    kind: 'field',
    name: 'declaration.contactPhone',
    found: { words: 'Mobile' },
    ...more,
  }) as TaughtThing;

test('what is taught again takes the place of what was taught before', () => {
  const first = withThing(NOTHING_TAUGHT, thing());
  const again = withThing(first, thing({ found: { words: 'Portable' } }));
  expect(again.things).toEqual([thing({ found: { words: 'Portable' } })]);
});

test('what is taught for one structure, account or session is found for the next', () => {
  const page = '/structures/73282932000074/comptes/marie@exemple.fr';
  const taught = withThing(NOTHING_TAUGHT, thing({ page }));
  const next = '/structures/:siret/comptes/:email';
  expect(taughtThing(taught, thing({ page: next }))).toBeDefined();
  expect(taughtThing(taught, thing({ page: '/structures/:siret/adresses' }))).toBeUndefined();
});

test('a form is reviewed where it is: on another host, or another page, it was not', async () => {
  const things = [
    thing(),
    thing({ host: 'autre.localhost' }),
    thing({ page: '/cpp/autre', name: 'declaration.contactEmail' }),
  ];
  const knowledge = new Knowledge({
    ...{ taught: { ...NOTHING_TAUGHT, things }, version: '1.0.0', wordings: {} },
    ...{ now: () => new Date(0), isAllowed: () => true, save: () => Promise.resolve() },
  });
  const here = { host: 'cpro.localhost', page: '/cpp/raccordement' };
  expect(knowledge.notLookedAt(['declaration'], here)).toEqual(['declaration.contactPhone']);
  await knowledge.noteLookedAt(['declaration'], here);
  expect(knowledge.notLookedAt(['declaration'], here)).toEqual([]);
  const there = { ...here, host: 'autre.localhost' };
  expect(knowledge.notLookedAt(['declaration'], there)).toEqual(['declaration.contactPhone']);
  expect(knowledge.notLookedAt(['declaration'])).toHaveLength(2);
});

test('what is taught on one page of one host says nothing of another', () => {
  const taught = withThing(NOTHING_TAUGHT, thing());
  expect(taughtThing(taught, thing())).toBeDefined();
  expect(taughtThing(taught, thing({ page: '/cpp/autre' }))).toBeUndefined();
  expect(taughtThing(taught, thing({ host: 'portail.localhost' }))).toBeUndefined();
});

const menuEntry = (page: string, found: object): TaughtThing =>
  ({ ...ORIGIN, page, kind: 'button', name: 'navigation.manageConnections', found }) as TaughtThing;

test('an entry of a menu is taught once for all pages of its host', () => {
  const entry = menuEntry('/cpp/accueil', { words: 'Gérer les liaisons' });
  const onList = menuEntry('/cpp/liste', { words: 'Liaisons' });
  const taught = withThing(NOTHING_TAUGHT, entry);
  expect(taughtThing(taught, onList)).toEqual(entry);
  expect(taughtThing(taught, { ...onList, host: 'portail.localhost' })).toBeUndefined();
  expect(taughtThing(withThing(taught, onList), onList)).toEqual(onList);
});

test('an entry that is known by its place is taught for its page alone', () => {
  for (const found of [
    { words: '', beside: 'Menu' },
    { words: 'Gérer', place: { nth: 1, of: 2 } },
  ]) {
    const taught = withThing(NOTHING_TAUGHT, menuEntry('/cpp/accueil', found));
    expect(taughtThing(taught, menuEntry('/cpp/liste', found))).toBeUndefined();
  }
});

test('an option is taught for what was meant by it', () => {
  const option = thing({ kind: 'option', name: 'declaration.usage', meant: 'Éditeur', words: 'E' });
  const taught = withThing(NOTHING_TAUGHT, option);
  expect(taughtThing(taught, { ...option, meant: 'Éditeur' })).toEqual(option);
  expect(taughtThing(taught, { ...option, meant: 'Propre usage' })).toBeUndefined();
});

test('what is forgotten by its name is gone, and nothing else', () => {
  const other = thing({ name: 'declaration.editor' });
  const all = withThing(withThing(NOTHING_TAUGHT, thing()), other);
  expect(without(all, 'declaration.contactPhone').things).toEqual([other]);
});

test('what is brought from elsewhere is joined, and counts where both know a thing', () => {
  const own = withThing(withThing(NOTHING_TAUGHT, thing()), thing({ name: 'declaration.editor' }));
  const theirs = withThing(NOTHING_TAUGHT, thing({ found: { words: 'Tél' } }));
  expect(joined(own, theirs).things).toHaveLength(2);
  expect(taughtThing(joined(own, theirs), thing())).toEqual(theirs.things[0]);
});

test('what is sent on names nobody, and nobody there has looked at it', () => {
  const found = { words: 'Ligne de Camille Martin', heading: 'PL DIFFUSION', beside: 'Camille' };
  const own = withThing(NOTHING_TAUGHT, thing({ found, looked: ORIGIN.at }));
  const clean = forOthers(own, (text) => text.replace(/Camille|Martin|DIFFUSION/gu, 'Xxx'));
  expect(clean.things).toEqual([
    thing({ found: { words: 'Ligne de Xxx Xxx', heading: 'PL Xxx', beside: 'Xxx' } }),
  ]);
  expect(parseTaught(JSON.stringify(clean), 'taught.json')).toEqual(clean);
});

test('a submit button without words is never taught', () => {
  expect(objectionTo('button', 'declaration.submit', { words: '' })).toBe('no-words');
  expect(objectionTo('button', 'declaration.submit', { words: 'Transmettre' })).toBeUndefined();
});

test('what says that it sends a form is never taught as something else', () => {
  for (const words of ['Valider', 'SOUMETTRE la demande', 'Submit', 'Confirmer et envoyer']) {
    expect(objectionTo('button', 'connectionList.apply', { words }), words).toBe('sends');
  }
  expect(objectionTo('button', 'connectionList.apply', { words: 'Filtrer' })).toBeUndefined();
  expect(objectionTo('button', 'connectionList.apply', { words: '' })).toBeUndefined();
});

test('a submit button is confirmed by its words, and by nothing else', () => {
  expect(confirmsWords('transmettre', 'Transmettre')).toBe(true);
  for (const typed of ['', 'oui', 'Transmettre tout']) {
    expect(confirmsWords(typed, 'Transmettre'), typed).toBe(false);
  }
});

test('a sentence has more than one word, and no value in it', () => {
  for (const text of ['Rien à montrer.', 'Pas une ligne']) expect(isSentence(text)).toBe(true);
  for (const text of [
    '',
    'Structure',
    '73282932000074 - PL',
    'Rien pour a@b.fr',
    '0 sur 3 pages',
  ]) {
    expect(isSentence(text)).toBe(false);
  }
});

test('a file that teaches what may not be taught is refused as a whole', () => {
  const found = { words: 'Valider' };
  const taught = withThing(
    NOTHING_TAUGHT,
    thing({ kind: 'button', name: 'connectionList.apply', found }),
  );
  expect(() => parseTaught(JSON.stringify(taught), 'taught.json')).toThrow('CONFIG_INVALID');
});

test('a file is read as it was written, and refused with each of its mistakes', () => {
  const taught = withThing(NOTHING_TAUGHT, thing());
  expect(parseTaught(JSON.stringify(taught), 'taught.json')).toEqual(taught);
  const wrong = { ...taught, version: 2, more: true };
  const problems = problemsOf(() => parseTaught(JSON.stringify(wrong), 'taught.json'));
  expect(problems).toEqual([
    { place: 'taught.json: version', reason: { key: 'one-of', values: ['1'] } },
    { place: 'taught.json', reason: { key: 'json-unknown', names: ['more'] } },
  ]);
});

test('a file that is not JSON is refused with the line to look at', () => {
  expect(problemsOf(() => parseTaught('{\n  "version": 1,\n  things\n}', 'taught.json'))).toEqual([
    { place: 'taught.json', reason: { key: 'not-json', line: 3 } },
  ]);
});

function problemsOf(parse: () => unknown): unknown {
  try {
    parse();
  } catch (error) {
    if (isRaccordError(error) && error.code === 'CONFIG_INVALID') return error.details.problems;
    throw error;
  }
  return undefined;
}

test('a sentence of a failure, of loading or of a request is not one of an empty list', () => {
  for (const text of [
    'Une erreur technique est survenue',
    'Les raccordements n’ont pas pu être chargés',
    'Les raccordements n’ont pas pu être lus',
    'Chargement en cours des comptes techniques',
    'Veuillez choisir une structure',
  ]) {
    expect(isSentence(text), text).toBe(false);
  }
  for (const text of ['Votre structure n’a pas de raccordement', 'Rien pour le moment']) {
    expect(isSentence(text), text).toBe(true);
  }
});
