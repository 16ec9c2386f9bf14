import { expect, test } from '@playwright/test';
import {
  authenticatorFactor,
  authenticatorLabelled,
  beginsAgain,
  behindPassword,
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
  ...[
    'Un code de vérification vous a été envoyé par mail.',
    'Saisissez le code reçu à votre adresse mail c***@exemple.fr',
    'Un code à usage unique a été envoyé sur votre messagerie',
    'Saisissez le code reçu par SMS',
    'Un code temporaire vient de vous être envoyé à c***@exemple.fr',
    'Code à usage unique Renvoyer le code',
    'A code was sent to your phone',
    'Saisissez le code reçu par e-mail ou celui de votre application',
    'Code par SMS',
  ].map((words) => [`a code: ${words}`, { marks: ['code'], words }, 'mailed-code'] as const),
  ...[
    'Saisissez le code de votre application. Contact : support par e-mail',
    'Application d’authentification : récupérez le code, puis Envoyer',
    'Code à usage unique Send',
  ].map((words) => [`a code: ${words}`, { marks: ['code'], words }, 'app-code'] as const),
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

for (const [message, isSo] of [
  ['Le temps imparti pour la connexion est écoulé. Le processus de connexion redémarre.', true],
  ['Connexion expirée. Veuillez vous reconnecter.', true],
  ['Action expirée. Merci de continuer la connexion.', true],
  ['Your login attempt timed out. Login will start from the beginning.', true],
  ['Cookie introuvable. Assurez-vous que les cookies soient activés.', true],
  ["Nom d'utilisateur ou mot de passe invalide.", false],
  ['Votre mot de passe est expiré.', false],
  ['Login failed. This page is no longer valid.', false],
  ['Échec de la connexion, veuillez vous reconnecter.', false],
  ['Nous utilisons des cookies.', false],
  ['', false],
] as const) {
  test(`a sign-in that begins again is ${isSo ? '' : 'not '}told by: ${message}`, () => {
    expect(beginsAgain(message)).toBe(isSo);
  });
}

test('what was asked for behind the password shows that it was accepted', () => {
  expect(behindPassword(['user-name', 'password', 'app-code'])).toEqual(['app-code']);
  expect(behindPassword(['password', 'expired'])).toEqual([]);
  // A code that is asked for before the password says nothing about it.
  expect(behindPassword(['user-name', 'app-code', 'password'])).toEqual([]);
});
