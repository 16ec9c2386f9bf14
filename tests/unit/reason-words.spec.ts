import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { actionWordsFr, reasonWordsFr } from '../../src/messages/fr/reason-words.fr.ts';
import { sentencesOf } from './sentences.ts';

for (const [english, french] of [
  ['no answer within 30 s', 'pas de réponse en 30 s'],
  ['the form is gone without a word', 'le formulaire a disparu sans message'],
  ["intended, but not in the portal's list", 'envoi commencé, mais absent de la liste du portail'],
  [
    "accepted, and the portal's list shows 2 more than before; raccord made at most one",
    'accepté, et la liste du portail en montre 2 de plus qu’avant ; raccord en a créé un au plus',
  ],
  ['« Login » stays empty', '« Login » reste vide'],
  ['Nom déjà utilisé', 'Nom déjà utilisé'],
] as const) {
  test(`"${english}" is told in French as "${french}"`, () => {
    expect(reasonWordsFr(english)).toBe(french);
  });
}

test('an action that failed is told in French', () => {
  expect(actionWordsFr('click « Valider » (Compte technique)')).toBe(
    'cliquer sur « Valider » (Compte technique)',
  );
});

test('every reason that has French words is given somewhere', () => {
  const source = ['src', 'flows'].map(sourceIn).join('\n');
  const reasons = sentencesOf('fr')
    .filter(({ path }) => path.startsWith('reason-words.'))
    .map(({ path }) => path.replace('reason-words.', ''))
    .filter((reason) => reason.includes(' '));
  expect(reasons.length).toBeGreaterThan(30);
  expect(reasons.filter((reason) => !source.includes(reason))).toEqual([]);
});

/** The source below a folder, without the messages. */
function sourceIn(folder: string): string {
  const root = fileURLToPath(new URL(`../../${folder}/`, import.meta.url));
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith('messages'))
    .map((file) => readFileSync(`${root}${file}`, 'utf8'))
    .join('\n');
}

/** Where a reason is made: a field of an error's details, a fault of a file, a refused bundle. */
const MADE = [
  /\b(?:reason|answer)(?::| =) (?:\w+ \? )?(?<quote>['"`])(?<text>(?:(?!\k<quote>).)* (?:(?!\k<quote>).)*)\k<quote>/gu,
  /\b(?:damaged|unsafe|refuse|endless)\((?:\w+, )?(?<quote>['"`])(?<text>(?:(?!\k<quote>).)* (?:(?!\k<quote>).)*)\k<quote>/gu,
];

test('every reason that raccord words itself has French words', () => {
  const source = ['src', 'flows'].map(sourceIn).join('\n');
  const made = MADE.flatMap((pattern) => [...source.matchAll(pattern)])
    .map(({ groups }) => (groups?.['text'] ?? '').replace(/\$\{[^}]*\}/gu, '1'))
    .filter((text) => /[a-z]{2} [a-z]{2}/u.test(text));
  expect(made.length).toBeGreaterThan(25);
  expect(made.filter((text) => reasonWordsFr(text) === text)).toEqual([]);
});
