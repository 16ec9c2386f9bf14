import { expect, test } from '@playwright/test';
import { ERROR_POLICIES, RaccordError, type ErrorCode } from '../../src/domain/errors.ts';
import type { Siret } from '../../src/domain/siret.ts';
import { renderError, summariseError, textsFor } from '../../src/messages/render.ts';

/** Details that serve every error: each text takes the ones it needs. */
const DETAILS = {
  action: 'click',
  allowed: ['a.example'],
  answer: 'HTTP 503',
  at: '2026-11-23T14:05:01.250Z',
  browser: 'chromium',
  column: 'État',
  expected: 'Compte technique',
  expression: '* * *',
  target: 'systemd',
  part: 'L',
  file: 'vault/x.age',
  files: ['steps.jsonl'],
  half: 'account',
  headings: ['Accueil'],
  holder: { pid: 1, host: 'host', since: '2026-11-23T14:05:01.250Z', command: 'batch' },
  host: 'a.example',
  label: 'Téléphone',
  login: 'TECH_1_73282932000074@cpro.fr',
  matches: ['one', 'two'],
  meant: 'a',
  message: 'Nom déjà utilisé',
  mode: '644',
  name: 'Pldiffusion1',
  option: '73282932000074',
  path: '/x',
  present: ['Fax'],
  problems: [],
  reason: 'no space left',
  recipient: 'age1',
  screen: 'app-code',
  shown: 'b',
  siret: '73282932000074',
  sirets: ['73282932000074'],
  sink: 'hook',
  status: 'abandoned',
  tried: ['/usr/bin/chromium'],
  url: 'https://portail.chorus-pro.gouv.fr/',
  value: '30 2 * * 5#2',
  variable: 'DEBUG',
  where: 'Compte technique',
  why: 'full',
  window: '20:00',
  zone: 'Europe/Pari',
};

for (const code of Object.keys(ERROR_POLICIES) as ErrorCode[]) {
  test(`${code} says in both languages what happened and what to do next`, () => {
    const error = new RaccordError(code, DETAILS);
    error.siret = '73282932000074' as Siret;
    error.step = 'submit-account';
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
