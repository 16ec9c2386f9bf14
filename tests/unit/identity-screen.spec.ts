import { expect, test } from '@playwright/test';
import {
  authenticatorFactor,
  authenticatorLabelled,
  identityScreenOf,
  type IdentityScreen,
  type SeenOfScreen,
} from '../../flows/pages/identity-screen.ts';

const NOTHING: SeenOfScreen = { passwords: 0, marks: [], words: '' };

const CASES: readonly (readonly [string, Partial<SeenOfScreen>, IdentityScreen])[] = [
  ['a password with passkeys beside it', { passwords: 1, marks: ['securityKey'] }, 'password'],
  ['a password with a user name', { passwords: 1, marks: ['userName'] }, 'password'],
  ['a password that is to be chosen', { passwords: 2 }, 'new-password'],
  ['a new password in one field', { passwords: 1, marks: ['newPassword'] }, 'new-password'],
  ['a registration', { passwords: 2, marks: ['forPerson', 'keycloak'] }, 'other'],
  ['a user name alone, passkeys beside it', { marks: ['userName', 'securityKey'] }, 'user-name'],
  ['a key alone', { marks: ['securityKey', 'keycloak'] }, 'security-key'],
  ['a key to enrol', { marks: ['forPerson', 'securityKey', 'keycloak'] }, 'other'],
  ['something to delete', { marks: ['forPerson', 'terms', 'keycloak'] }, 'other'],
  ['an authenticator to set up', { marks: ['setUpCode', 'keycloak'] }, 'set-up-code'],
  ['codes to recover with', { marks: ['recoveryCodes', 'keycloak'] }, 'recovery-codes'],
  ['a code', { marks: ['code'], words: 'Code à usage unique' }, 'app-code'],
  ['a code that was mailed', { marks: ['code'], words: 'envoyé par courriel' }, 'mailed-code'],
  [
    'a code beside an address that has "mail" in it',
    { marks: ['code'], words: 'Connexion de x@hotemail.fr' },
    'app-code',
  ],
  ['a page that expired', { marks: ['expired', 'keycloak'] }, 'expired'],
  ['an error', { marks: ['error', 'keycloak'] }, 'error'],
  ['a notice', { marks: ['info', 'keycloak'] }, 'info'],
  ["a page of Keycloak's with nothing that is known", { marks: ['keycloak'] }, 'other'],
  ['a page of somebody else', {}, 'elsewhere'],
];

for (const [what, seen, screen] of CASES) {
  test(`${what} is the screen ${screen}`, () => {
    expect(identityScreenOf({ ...NOTHING, ...seen })).toBe(screen);
  });
}

test('an authenticator is chosen by its label alone, and only where one bears it', () => {
  const labels = ['Téléphone de Camille', 'Raccord  PLD'];
  expect(authenticatorLabelled(labels, 'raccord pld')).toBe(1);
  expect(authenticatorLabelled(labels, 'raccord')).toBeUndefined();
  expect(authenticatorLabelled(labels, undefined)).toBeUndefined();
  expect(authenticatorLabelled(['raccord', 'raccord'], 'raccord')).toBeUndefined();
});

test('the authenticator application is told among the ways to confirm who one is', () => {
  const application = 'Application d’authentification Saisissez un code';
  expect(authenticatorFactor(['Clé de sécurité', application])).toBe(1);
  expect(authenticatorFactor(['Authenticator Application', 'Passkey'])).toBe(0);
  expect(authenticatorFactor(['Clé de sécurité', 'Code de secours'])).toBeUndefined();
  expect(authenticatorFactor([application, application])).toBeUndefined();
});
