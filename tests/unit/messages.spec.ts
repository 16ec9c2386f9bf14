import { expect, test } from '@playwright/test';
import { ERROR_POLICIES } from '../../src/errors/error-policy.ts';
import { type AnyRaccordError, RaccordError } from '../../src/errors/raccord-error.ts';
import type { ErrorCode } from '../../src/errors/error-details.ts';
import type { Siret } from '../../src/domain/siret.ts';
import { textsFor } from '../../fixtures/playwright/texts-for.ts';
import { renderError, summariseError } from '../../src/messages/render.ts';
import { errorOf } from './error-details.ts';

for (const code of Object.keys(ERROR_POLICIES) as ErrorCode[]) {
  test(`${code} says in both languages what happened and what to do next`, () => {
    const error = errorOf(code).addContext({
      siret: '73282932000074' as Siret,
      step: 'submit-account',
    });
    const french = renderError(error, textsFor('fr'));
    const english = renderError(error, textsFor('en'));
    for (const text of [french, english]) {
      expect(text).toContain(code);
      expect(text).toContain('73282932000074');
      expect(text).not.toMatch(/undefined|\[object/u);
    }
    expect(french).toMatch(/À faire {2}: \S/u);
    expect(french).not.toMatch(/\b(?:Next|Found|Expected|the|run again)\b/u);
    expect(english).toMatch(/Next {5}: \S/u);
    expect(summariseError(error, textsFor('fr'))).not.toContain('\n');
  });
}

/** A label that is not where it was expected. */
function notFound(): AnyRaccordError {
  return new RaccordError('CONTROL_NOT_FOUND', {
    label: 'Téléphone',
    where: 'Déclarer un raccordement API PISTE',
    present: ['Numéro *', 'Nom Prénom *'],
  }).addContext({ siret: '73282932000074' as Siret, step: 'fill-declaration' });
}

test('what is not on a page is told as a person reads it: what, where, what instead, what next', () => {
  expect(renderError(notFound(), textsFor('fr'), 'raccord run …').split('\n')).toEqual([
    '✗ CONTROL_NOT_FOUND · 73282932000074 · fill-declaration',
    expect.stringMatching(/^ {2}\S/u),
    '  En cours : remplir la déclaration',
    '  Attendu  : « Téléphone » sur « Déclarer un raccordement API PISTE »',
    '  Trouvé   : « Numéro * », « Nom Prénom * »',
    expect.stringMatching(/^ {2}À faire {2}: Le portail a peut-être changé.*--pause-on-error/u),
    '  Regarder : raccord run …',
  ]);
  expect(renderError(notFound(), textsFor('en'), 'raccord run …').split('\n')).toEqual([
    '✗ CONTROL_NOT_FOUND · 73282932000074 · fill-declaration',
    expect.stringMatching(/^ {2}\S/u),
    '  Doing    : fill the declaration',
    '  Expected : "Téléphone" on "Déclarer un raccordement API PISTE"',
    '  Found    : "Numéro *", "Nom Prénom *"',
    expect.stringMatching(/^ {2}Next {5}: .*--pause-on-error/u),
    '  Look     : raccord run …',
  ]);
});

test('who may not see a structure is told whom to ask for it', () => {
  const where = 'Raccordements API PISTE';
  const error = new RaccordError('STRUCTURE_NOT_OFFERED', { where, present: [] });
  for (const language of ['fr', 'en'] as const) {
    const told = renderError(error, textsFor(language));
    expect(told).toContain('gestionnaire principal');
    // Where the manager has left, nobody of the company can name another.
    expect(told).toContain('support');
  }
});

test('numbers stand with their words in French: none and one are singular', () => {
  const { whole, pace } = textsFor('fr').progress;
  expect(whole(1, 0, 2)).toBe('1 fait, 0 échec, 2 restants');
  expect(pace('3.0', 1)).toContain('3,0 par minute');
});

test('what the system says of a file is in French, and its code stays', () => {
  const error = new RaccordError('KEY_UNWRITABLE', {
    path: '/x',
    reason: 'ENOENT: no such file or directory',
  });
  expect(renderError(error, textsFor('fr'))).toContain(
    'ENOENT : ce fichier ou ce dossier n’existe pas',
  );
  expect(renderError(error, textsFor('en'))).toContain('ENOENT: no such file or directory');
  expect(textsFor('fr').systemWords('EWHAT: some thing')).toBe('EWHAT: some thing');
});

test('what doctor found reads as the rest of the page does', () => {
  const { facts } = textsFor('fr').doctor;
  expect(facts('disk', '120 MB')).toBe('120 Mo');
  expect(facts('ledger', 'integrity ok, wal, full')).toBe(
    'intégrité ok, journal wal, écritures forcées sur le disque',
  );
  expect(facts('ledger', 'integrity ok, wal, not full')).toContain('écritures non forcées');
  expect(facts('portal', 'https://a.exemple.fr/ (CHORUS_URL, environment)')).toContain(
    '(CHORUS_URL, environnement)',
  );
  expect(facts('node', 'Node 20.19.0')).toBe('Node 20.19.0');
});
