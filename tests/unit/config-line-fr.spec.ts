import { expect, test } from '@playwright/test';
import { secretVariables, variables } from '../../src/config/schema.ts';
import { configLineFr } from '../../src/messages/config-line-fr.ts';
import { problemsOf } from './config-place.ts';

/** Values that each break another rule of some variable. */
const WRONG = [
  '',
  ' ',
  'x y',
  'x',
  'http://portail.exemple.fr/',
  'https://a:b@c.exemple.fr/',
  'age2x',
  '-',
];

function expectFrench(line: string): void {
  const french = configLineFr(line);
  expect(french, line).not.toBe(line);
  expect(french, line).not.toMatch(/\b(?:missing|expected|such as|not empty|with|address)\b/u);
}

test('whatever is wrong with the value of a variable is told in French', () => {
  const told = new Set<string>();
  for (const [name, schema] of Object.entries({ ...variables.shape, ...secretVariables })) {
    for (const value of WRONG) {
      const { error } = schema.safeParse(value);
      for (const { message } of error?.issues ?? []) told.add(`${name}: ${message}`);
    }
  }
  expect(told.size).toBeGreaterThan(30);
  for (const line of told) expectFrench(line);
});

test('so is what is missing, given twice or not to be read', () => {
  const lines = [
    ...problemsOf({}, '/nowhere', { administrator: true, piste: true, contact: {} }),
    ...problemsOf({ CHORUS_PASSWORD: 'a', CHORUS_PASSWORD_FILE: '/nowhere/b' }),
    ...problemsOf({ CHORUS_PASSWORD_FILE: '/nowhere/b' }),
    ...problemsOf({ CHORUS_PASSWORD_COMMAND: 'exit 3' }),
    ...problemsOf({ HTTPS_PROXY: 'nowhere at all' }),
    ...problemsOf(
      { RACCORD_VAULT_URL: 'https://vault.exemple.fr', RACCORD_SMTP_URL: 'smtps://a.exemple.fr' },
      '/nowhere',
      { deliveries: true, notifications: true },
    ),
    '/x/.env can be read by others (mode 644): chmod 600 /x/.env',
    '--yes: needed without a terminal',
    '--keep-open: needs --headed',
  ];
  expect(lines.length).toBeGreaterThan(12);
  for (const line of lines) expectFrench(line);
});

test('names stay as they are, and so does a line that nobody knows', () => {
  expect(
    configLineFr('CHORUS_PASSWORD (or CHORUS_PASSWORD_FILE, CHORUS_PASSWORD_COMMAND): missing'),
  ).toBe('CHORUS_PASSWORD (ou CHORUS_PASSWORD_FILE, CHORUS_PASSWORD_COMMAND) : manque');
  expect(
    configLineFr('RACCORD_VAULT_TOKEN, or RACCORD_VAULT_ROLE_ID and _SECRET_ID: missing'),
  ).toBe('RACCORD_VAULT_TOKEN, ou RACCORD_VAULT_ROLE_ID et _SECRET_ID : manque');
  expect(configLineFr('wordings.json: Unexpected token')).toBe('wordings.json: Unexpected token');
});
