import { expect, test } from '@playwright/test';
import { Knowledge } from '../../src/acting/knowledge.ts';
import { isMessageOf, messageWords } from '../../src/teaching/message-words.ts';
import {
  joined,
  NOTHING_TAUGHT,
  parseTaught,
  taughtMeaning,
  withThing,
  type TaughtThing,
} from '../../src/teaching/taught.ts';

const SAID =
  'Le dossier de PL DIFFUSION LYON (73282932000074) est parti au guichet, suivi « A-12 ».';

const MESSAGE = {
  host: 'cpro.localhost',
  at: '2026-11-27T04:00:00.000Z',
  raccord: '1.0.0',
  page: '/cpp/raccordementsApi',
  kind: 'message',
  name: 'declaration.answer',
  meaning: 'accepted',
  words: messageWords(SAID) ?? '',
} as const;

test('a message is known by its ordinary words, without a value in it', () => {
  expect(messageWords(SAID)).toBe('… dossier de … est parti au guichet suivi …');
  expect(messageWords('Boulangerie du Port de Lyon : votre dossier est parti')).toBe(
    '… votre dossier est parti',
  );
  expect(messageWords('Votre mot de passe est aB3$xyz90 pour camille@exemple.fr')).toBe(
    '… mot de passe est … pour …',
  );
});

test('a message with few ordinary words is not known by them', () => {
  for (const text of ['OK', 'Dossier parti', 'PL DIFFUSION LYON', '']) {
    expect(messageWords(text), text).toBeUndefined();
  }
});

test('a taught message is known with other values, and not with another word', () => {
  const { words } = MESSAGE;
  const other = 'Le dossier de SARL MARTIN (73282932000017) est parti au guichet, suivi « B-7 ».';
  expect(isMessageOf(other, words)).toBe(true);
  expect(isMessageOf(SAID.replace('est parti', "n'est pas parti"), words)).toBe(false);
  expect(isMessageOf(`${SAID} Il sera refusé.`, words)).toBe(false);
});

for (const [taught, opposite] of [
  [
    'Confirmation de la création du compte technique',
    'Échec de la création du compte technique',
    'Annulation de la création du compte technique',
  ],
  ['La demande de raccordement est ACCEPTÉE', 'La demande de raccordement est REJETÉE'],
  ['La déclaration passe à l’état « Validée »', 'La déclaration passe à l’état « Rejetée »'],
  ['La demande est BIEN enregistrée', 'La demande n’est PAS enregistrée'],
  ['Le compte technique A été créé', 'Le compte technique N’A PAS été créé'],
].flatMap(([first = '', ...others]) => others.map((other) => [first, other] as const))) {
  test(`"${opposite}" is not "${taught}"`, () => {
    expect(isMessageOf(taught, messageWords(taught) ?? '')).toBe(true);
    expect(isMessageOf(opposite, messageWords(taught) ?? '')).toBe(false);
  });
}

test('what was taught as an acceptance says nothing of a failure that it did not tell of', () => {
  const name = 'declaration.answer';
  const meaningOf = (words: string, text: string) =>
    taughtMeaning(withThing(NOTHING_TAUGHT, { ...MESSAGE, words }), { ...MESSAGE, name, text });
  // As an earlier version kept it.
  expect(meaningOf('le compte technique est', 'Le compte technique est INDISPONIBLE')).toBe(
    undefined,
  );
  const said = 'le numéro n’est pas vérifié et le compte est créé';
  expect(meaningOf(said, said)).toBe('accepted');
});

test('a long message can be taught, and one that could not be read again cannot', async () => {
  const knowledge = new Knowledge({
    ...{ taught: NOTHING_TAUGHT, version: '1.0.0', wordings: {}, now: () => new Date(0) },
    ...{ isAllowed: () => true, save: () => Promise.resolve() },
  });
  const { host, page, kind, name, meaning } = MESSAGE;
  const message = { host, page, kind, name, meaning } as const;
  const long = 'votre demande est bien partie '.repeat(20).trim();
  expect(await knowledge.remember({ ...message, words: long })).toBeUndefined();
  expect(await knowledge.remember({ ...message, words: long.repeat(9) })).toBe('too-long');
  expect(parseTaught(JSON.stringify(knowledge.taught), 'taught.json').things).toHaveLength(1);
});

test('what a message means is known on its host, for its form, on whatever page', () => {
  const taught = withThing(NOTHING_TAUGHT, MESSAGE);
  const shown = { host: 'cpro.localhost', name: 'declaration.answer', text: SAID };
  expect(taughtMeaning(taught, shown)).toBe('accepted');
  expect(taughtMeaning(taught, { ...shown, host: 'idp.localhost' })).toBeUndefined();
  expect(taughtMeaning(taught, { ...shown, name: 'technicalAccount.answer' })).toBeUndefined();
});

test('one form has several messages, and each has the meaning that was taught last', () => {
  const refusal: TaughtThing = { ...MESSAGE, meaning: 'refused', words: 'ce dossier est refusé' };
  const both = withThing(withThing(NOTHING_TAUGHT, MESSAGE), refusal);
  expect(both.things).toHaveLength(2);
  const again = joined(both, withThing(NOTHING_TAUGHT, { ...MESSAGE, meaning: 'refused' }));
  expect(again.things).toHaveLength(2);
  const shown = { host: 'cpro.localhost', name: 'declaration.answer', text: SAID };
  expect(taughtMeaning(again, shown)).toBe('refused');
  expect(parseTaught(JSON.stringify(again), 'taught.json')).toEqual(again);
});
