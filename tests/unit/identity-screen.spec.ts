import { expect, test } from '@playwright/test';
import {
  askedOn,
  authenticatorFactor,
  authenticatorLabelled,
  behindPassword,
  identityScreenOf,
  type IdentityScreen,
  type SeenOfScreen,
} from '../../flows/pages/identity-screen.ts';
import { beginsAgain, refusesAccount } from '../../src/seeing/sign-in-words.ts';

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
    'Code à usage unique. Vous n’avez pas reçu de code ?',
    'Un SMS vous a été envoyé. Vous pouvez aussi utiliser votre application.',
    'We sent a code to your email. You may use your authenticator instead.',
    "Un code vient d'être envoyé au numéro 06 ** ** ** 12. Vous pouvez aussi utiliser votre application d'authentification.",
    'Consultez votre boîte mail : un code à 6 chiffres vous a été envoyé. Sinon, votre application mobile.',
    'Code envoyé au ** ** ** ** 12. Ou votre application mobile.',
    'We sent a code to your phone. Or use your authenticator.',
    'Un code a été envoyé à j***@mairie.fr Code Aucun code reçu ? Renvoyer Utiliser une application d’authentification',
    "Un code a été envoyé à ag***@ville.fr. Ou utilisez votre application d'authentification.",
    'Un code a été envoyé à votre téléphone ou utilisez votre application mobile',
    'Le code d’authentification a été envoyé au 06 ** ** ** 12. Ou utilisez votre application mobile.',
    'Pour accéder à votre application, saisissez le code envoyé à votre téléphone',
    'Code à usage unique Un code a été envoyé au 06 ** ** ** 12 Utiliser votre application mobile',
    'Enter the code sent to your phone in the appropriate box. Or use your authenticator.',
  ].map((words) => [`a code: ${words}`, { marks: ['code'], words }, 'mailed-code'] as const),
  ...[
    'Saisissez le code de votre application. Contact : support par e-mail',
    'Application d’authentification : récupérez le code, puis Envoyer',
    'Code à usage unique Send',
    "Saisissez le code reçu sur votre application d'authentification",
    "Saisissez le code affiché par votre application. Vous n'avez pas reçu de code ?",
    "Code de votre application mobile. Pas reçu de code par SMS ? L'envoyer par e-mail",
    'Code reçu dans Google Authenticator. Support par e-mail',
    'Saisissez le code reçu sur votre téléphone dans votre application',
    'Connexion de x@hotemail.fr Saisissez le code envoyé par votre application d’authentification',
    'Code envoyé à l’application d’authentification de votre téléphone',
    "Notification envoyée sur votre téléphone. Ou saisissez le code de votre application d'authentification",
    'Une notification avec un code a été envoyée à votre téléphone par votre application mobile',
    'Saisissez le code envoyé à votre téléphone par votre application mobile',
    'Saisissez le code envoyé à votre téléphone par votre application',
    'Open the authenticator app and enter the code sent to your phone',
    "Saisissez le code de votre application d'authentification. Ne le donnez à personne : il n'est jamais envoyé par téléphone.",
    "Code de votre application d'authentification. Aucun code n'est envoyé à votre téléphone.",
    'Enter the code of your authenticator. No code was sent to your phone.',
    'Google Authenticator : saisissez le code envoyé sur votre téléphone',
    'Code de votre application mobile. Ce code n’est jamais envoyé par SMS.',
    "Votre demande a bien été envoyée à support@x.fr. Saisissez le code de votre application d'authentification",
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

for (const message of [
  'Compte désactivé, contactez votre administrateur.',
  'Ce compte est temporairement désactivé, contactez votre administrateur ou réessayez plus tard.',
  'Account is disabled, contact your administrator.',
  "Nom d'utilisateur ou mot de passe invalide.",
  'Invalid username or password.',
  'Votre compte a été bloqué à la suite de 5 tentatives.',
  'Vous avez été temporairement bloqué.',
  'Votre mot de passe est expiré.',
  'L’accès à cette application vous est refusé.',
  'Trop de tentatives. Réessayez dans une heure.',
  'Vous avez dépassé le nombre maximal de tentatives autorisées.',
  'Nombre maximum de tentatives de connexion atteint.',
  'Maximum number of login attempts exceeded',
  'Trop d’échecs',
  'Votre compte, après 5 essais, est bloqué',
  'Votre compte (agent.x@ville.fr) est bloqué',
  'Votre compte utilisateur a fait l’objet d’un blocage',
  'Compte bloqué : session refusée',
  'Votre accès est bloqué pendant une heure',
  'Suite à 5 échecs, votre compte est temporairement inaccessible pendant une heure',
  'Vos identifiants ont été refusés.',
  'Le mot de passe saisi n’est pas valide.',
  'Le mot de passe de cette session est invalide.',
  'Identifiant ou mot de passe non reconnu.',
  'Mauvais mot de passe',
  'Utilisateur inconnu',
  'Authentification refusée.',
  'Votre compte est inactif.',
  'Your account has been deactivated.',
  'Your user account is not yet enabled.',
  'We have locked your account.',
  'Vos accès ont été suspendus.',
  'Your access has been blocked.',
  'Session refusée : votre compte est bloqué',
  'Account status: locked',
  'Le serveur a refusé votre mot de passe.',
  'Votre compte est désactivé dans l’annuaire.',
  'Nombre de tentatives dépassé',
  'Le nombre de tentatives de connexion autorisé a été dépassé.',
  'Le nombre de tentatives d’authentification est dépassé.',
  'Nombre de tentatives de saisie du mot de passe dépassé.',
  'Vous avez atteint le nombre d’essais autorisés.',
  'Votre compte Chorus Pro est actuellement inactif',
  'L’utilisateur est inactif',
  'User is inactive',
  'Accès bloqué',
  'Accès suspendu. Contactez le support.',
  'Vos droits d’accès ont été révoqués.',
  'Trop de tentatives, réessayez dans un délai d’une heure',
]) {
  test(`an account is refused on a page of its own: ${message}`, () => {
    expect(refusesAccount(message)).toBe(true);
  });
}

for (const message of [
  'Vous êtes déjà connecté.',
  'Une erreur est survenue, veuillez vous reconnecter à votre application.',
  "Vous êtes déjà authentifié avec un autre utilisateur 'x' dans cette session. Merci de vous déconnecter.",
  'You are already authenticated as different user in this session.',
  'Client non trouvé',
  'Client désactivé.',
  'Compte inconnu du demandeur',
  'Erreur interne du serveur',
  'Requête invalide. Reconnectez-vous à votre compte.',
  'Invalid parameter: redirect_uri',
  'La session de votre compte est expirée.',
  'Connexion expirée. Veuillez vous reconnecter.',
  'Les cookies sont bloqués par votre navigateur.',
  'L’authentification a échoué auprès du fournisseur d’identité.',
  'Code d’accès invalide.',
  'Invalid parameter: username',
  'Invalid client or Invalid client credentials',
  'Une erreur inconnue est survenue sur votre compte.',
  'L’accès au portail est bloqué pendant la maintenance.',
  'Le compte est inaccessible à la suite d’un incident.',
  'JavaScript est désactivé : accès impossible.',
  'Délai expiré pour ce compte',
  'Vous devez changer votre mot de passe pour activer votre compte.',
  'Session expired due to user inactivity.',
  'Session expired because the user was inactive.',
  'Votre session a expiré suite à l’inactivité de l’utilisateur.',
  'L’utilisateur est resté inactif trop longtemps.',
  'La session de l’utilisateur est suspendue.',
  'Your user session was revoked.',
  'Vos sessions utilisateur sont révoquées.',
  'Le mot de passe n’a pas été vérifié, votre session a expiré',
  'Vous avez été déconnecté pour inactivité.',
  'L’accès à Chorus Pro est suspendu jusqu’à lundi 8 h.',
  'Les accès au portail sont suspendus pour une opération technique.',
  'Les accès des utilisateurs sont suspendus jusqu’à lundi.',
  'Access to the portal is suspended until Monday.',
  'Votre navigateur n’est pas à jour : l’accès est bloqué',
  'Votre navigateur n’est pas à jour : l’accès est refusé',
  'Le mot de passe n’a pu être vérifié : annuaire inaccessible',
  'Le mot de passe n’a pu être vérifié car l’annuaire est inaccessible',
  'Le compte n’a pu être vérifié : certificat non valide',
  'Le serveur n’a pas répondu après plusieurs tentatives (max 3).',
  'Accès suspendu au portail jusqu’à lundi.',
  'The server did not answer after a number of attempts, time limit exceeded.',
  '',
]) {
  test(`an error page judges neither account nor password: ${message}`, () => {
    expect(refusesAccount(message)).toBe(false);
  });
}

test('a mailed code and an unknown screen behind the password are what only a person answers', () => {
  const password = new Set<IdentityScreen>(['password']);
  expect(askedOn('mailed-code', password)).toBe('person-asked');
  expect(askedOn('other', password)).toBe('person-asked');
  expect(askedOn('other', new Set())).toBeUndefined();
  expect(askedOn('app-code', password)).toBe('factor-asked');
  expect(askedOn('terms', password)).toBeUndefined();
});

test('what was asked for behind the password shows that it was accepted', () => {
  expect(behindPassword(['user-name', 'password', 'app-code'])).toEqual(['app-code']);
  expect(behindPassword(['password', 'expired'])).toEqual([]);
  // A code that is asked for before the password says nothing about it.
  expect(behindPassword(['user-name', 'app-code', 'password'])).toEqual([]);
});
