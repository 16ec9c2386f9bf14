import { expect, test } from '@playwright/test';
import { secretVariables, variables } from '../../src/config/variable-schema.ts';
import { reasonOfIssue, type ConfigReason } from '../../src/errors/config-problem.ts';
import { configProblemText } from '../../src/messages/config-texts.ts';
import { textsFor } from '../../fixtures/playwright/texts-for.ts';
import { problemsOf } from './config-fixtures.ts';

/** Values that each break another rule of some variable. */
const WRONG = [
  '',
  ' ',
  'x y',
  'x',
  'http://portail.exemple.fr/',
  'https://a:b@c.exemple.fr/',
  'otpauth://totp/x?digits=8&secret=JBSWY3DPEHPK3PXP',
  'age2x',
  '-',
];

test('whatever is wrong with the value of a variable has words of its own in each language', () => {
  const reasons = new Map<string, ConfigReason>();
  for (const schema of Object.values({ ...variables.shape, ...secretVariables })) {
    for (const value of WRONG) {
      for (const issue of schema.safeParse(value).error?.issues ?? []) {
        const reason = reasonOfIssue(issue);
        // One that zod words itself would be told without what is right.
        expect(reason.key, issue.message).not.toBe('invalid');
        reasons.set(JSON.stringify(reason), reason);
      }
    }
  }
  expect(reasons.size).toBeGreaterThan(20);
  for (const reason of reasons.values()) {
    const [en, fr] = (['en', 'fr'] as const).map((language) =>
      configProblemText({ place: 'NAME', reason }, textsFor(language).config),
    );
    expect(en).toMatch(/^NAME: must ./u);
    expect(fr).toMatch(/^NAME: (?:attendu : |ne doit pas)./u);
  }
});

test('what is missing is told with what may be given in its place', () => {
  const place = 'CHORUS_PASSWORD';
  const others = ['CHORUS_PASSWORD_FILE', 'CHORUS_PASSWORD_COMMAND'];
  const problem = { place, others, reason: { key: 'missing' } } as const;
  expect(configProblemText(problem, textsFor('en').config)).toBe(
    'CHORUS_PASSWORD (or CHORUS_PASSWORD_FILE, CHORUS_PASSWORD_COMMAND): missing',
  );
  expect(configProblemText(problem, textsFor('fr').config)).toBe(
    'CHORUS_PASSWORD (ou CHORUS_PASSWORD_FILE, CHORUS_PASSWORD_COMMAND): manque',
  );
});

test('what is given twice, not there, failed or wrong is told by name', () => {
  expect(problemsOf({ CHORUS_PASSWORD: 'a', CHORUS_PASSWORD_FILE: '/nowhere/b' })).toEqual([
    'CHORUS_PASSWORD, CHORUS_PASSWORD_FILE: set only one of them',
  ]);
  expect(problemsOf({ CHORUS_PASSWORD_FILE: '/nowhere/b' })).toEqual([
    'CHORUS_PASSWORD_FILE: no such file',
  ]);
  expect(problemsOf({ CHORUS_PASSWORD_COMMAND: 'exit 3' })).toEqual([
    'CHORUS_PASSWORD_COMMAND: the command failed (exit 3)',
  ]);
  expect(problemsOf({ CHORUS_ENV: 'test' })).toEqual([
    'CHORUS_ENV: must be one of production, qualification',
  ]);
  expect(problemsOf({ CHORUS_URL: 'http://portail.exemple.fr/' })).toEqual([
    'CHORUS_URL: must be https for portail.exemple.fr, since a password is typed there',
  ]);
  const vault = { RACCORD_VAULT_URL: 'https://vault.exemple.fr' };
  expect(problemsOf(vault, '/nowhere', { deliveries: true })).toEqual([
    'RACCORD_VAULT_TOKEN (or RACCORD_VAULT_ROLE_ID + RACCORD_VAULT_SECRET_ID): missing',
  ]);
});
