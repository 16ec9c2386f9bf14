// Renders Keycloak's own sign-in pages, in French, into fixtures/portal/assets/keycloak/. They change with
// Keycloak alone, so what is rendered is kept, and rendered anew by hand:
//
//   node scripts/keycloak-screens.mjs
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { format } from 'prettier';
import { rolldown } from 'rolldown';
import { ROOT } from './command.mjs';

const target = join(ROOT, 'fixtures/portal/assets/keycloak');

const ENTRY = `
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import DefaultPage from 'keycloakify/login/DefaultPage';
import Template from 'keycloakify/login/Template';
import UserProfileFormFields from 'keycloakify/login/UserProfileFormFields';
import { i18nBuilder } from 'keycloakify/login/i18n';
import { createGetKcContextMock } from 'keycloakify/login/KcContext';

const { useI18n } = i18nBuilder.withThemeName().build();
const { getKcContextMock } = createGetKcContextMock({
  kcContextExtension: {},
  kcContextExtensionPerPage: {},
});
function Screen({ kcContext }) {
  const { i18n } = useI18n({ kcContext });
  const doUseDefaultCss = true;
  const parts = { Template, UserProfileFormFields, doMakeUserConfirmPassword: true };
  return createElement(DefaultPage, { kcContext, i18n, doUseDefaultCss, ...parts });
}
const { pageId, context, errors = {} } = window.SCREEN;
const has = (...names) => names.some((name) => name in errors);
const get = (...names) => errors[names.find((name) => name in errors)] ?? '';
const messagesPerField = {
  existsError: has,
  exists: has,
  get,
  getFirstError: get,
  printIfExists: (name, text) => (has(name) ? text : undefined),
};
const overrides = { ...context, messagesPerField };
const kcContext = getKcContextMock({ pageId, overrides });
createRoot(document.getElementById('root')).render(createElement(Screen, { kcContext }));
`;

const REFUSED = "Nom d'utilisateur ou mot de passe invalide.";
const WRONG_CODE = "Le code d'authentification est invalide.";

const PASSKEY = {
  enableWebAuthnConditionalUI: true,
  isUserIdentified: 'false',
  challenge: 'xxx',
  rpId: 'localhost',
  createTimeout: '0',
  authenticators: { authenticators: [] },
};
const SOCIAL = {
  social: {
    displayInfo: true,
    providers: ['ProConnect', 'FranceConnect'].map((displayName) => ({
      displayName,
      alias: displayName.toLowerCase(),
      providerId: 'oidc',
      loginUrl: '#',
    })),
  },
};
const ONE_DEVICE = { otpLogin: { userOtpCredentials: [{ id: 'machine', userLabel: 'raccord' }] } };
const TWO_DEVICES = {
  otpLogin: {
    userOtpCredentials: [
      { id: 'telephone', userLabel: 'Téléphone de Camille' },
      { id: 'machine', userLabel: 'raccord' },
    ],
    selectedCredentialId: 'telephone',
  },
};
const OTHER_WAY = { auth: { showTryAnotherWayLink: true } };

/** Screens that are a page with something else in it, beside each page as it is. */
const VARIANTS = {
  'login-refused': { page: 'login', errors: { username: REFUSED } },
  'login-with-passkeys': { page: 'login', context: PASSKEY },
  'login-with-providers': { page: 'login', context: SOCIAL },
  'login-username-refused': {
    page: 'login-username',
    errors: { username: "Nom d'utilisateur invalide." },
  },
  'login-username-with-providers': { page: 'login-username', context: SOCIAL },
  'login-username-with-passkeys': { page: 'login-username', context: PASSKEY },
  'login-password-refused': {
    page: 'login-password',
    errors: { password: 'Mot de passe invalide.' },
  },
  'login-password-with-passkeys': { page: 'login-password', context: PASSKEY },
  'login-otp': { page: 'login-otp', context: ONE_DEVICE },
  'login-otp-refused': { page: 'login-otp', context: ONE_DEVICE, errors: { totp: WRONG_CODE } },
  'login-otp-two-devices': { page: 'login-otp', context: TWO_DEVICES },
  'login-otp-two-devices-refused': {
    page: 'login-otp',
    context: TWO_DEVICES,
    errors: { totp: WRONG_CODE },
  },
  'login-config-totp-manual': { page: 'login-config-totp', context: { mode: 'manual' } },
  'webauthn-authenticate-with-another-way': { page: 'webauthn-authenticate', context: OTHER_WAY },
  'error-other-user': {
    page: 'error',
    context: {
      message: {
        summary:
          "Vous êtes déjà authentifié avec un autre utilisateur 'camille' dans cette session. Merci de vous déconnecter.",
        type: 'error',
      },
    },
  },
};

const PAGES = [
  'login',
  'login-username',
  'login-password',
  'login-otp',
  'login-page-expired',
  'select-authenticator',
  'webauthn-authenticate',
  'webauthn-register',
  'webauthn-error',
  'login-passkeys-conditional-authenticate',
  'login-config-totp',
  'login-recovery-authn-code-config',
  'login-recovery-authn-code-input',
  'login-reset-otp',
  'login-update-password',
  'login-update-profile',
  'login-verify-email',
  'update-email',
  'idp-review-user-profile',
  'login-idp-link-confirm',
  'login-idp-link-confirm-override',
  'login-idp-link-email',
  'link-idp-action',
  'login-oauth-grant',
  'login-oauth2-device-verify-user-code',
  'login-reset-password',
  'login-x509-info',
  'select-organization',
  'terms',
  'register',
  'delete-account-confirm',
  'delete-credential',
  'code',
  'logout-confirm',
  'frontchannel-logout',
  'info',
  'error',
];

/** What is the same on every page; what the server fills in stands in braces. */
const COMMON = {
  realm: { name: 'chorus-pro', displayName: 'Chorus Pro', displayNameHtml: 'Chorus Pro' },
  locale: { currentLanguageTag: 'fr', supported: [] },
  url: {
    loginAction: '{action}',
    loginUrl: '{again}',
    loginRestartFlowUrl: '{again}',
    loginResetCredentialsUrl: '#',
    registrationUrl: '#',
    registrationAction: '{action}',
    logoutConfirmAction: '{action}',
    oauthAction: '{action}',
    oauth2DeviceVerificationAction: '{action}',
  },
  auth: { showUsername: false, showResetCredentials: false, showTryAnotherWayLink: false },
};

const PER_PAGE = {
  'login-username': { login: { username: '' } },
  'login-password': { auth: { attemptedUsername: '{login}', showUsername: true } },
  info: {
    messageHeader: 'Votre courriel a été vérifié.',
    message: { summary: 'Votre courriel a été vérifié.', type: 'info' },
  },
  error: {
    message: { summary: 'Compte désactivé, contactez votre administrateur.', type: 'error' },
  },
  'login-update-password': {
    message: { summary: 'Vous devez changer votre mot de passe.', type: 'warning' },
  },
};

const ENTRY_NAME = 'keycloak-screens-entry';
const bundle = await rolldown({
  cwd: ROOT,
  input: ENTRY_NAME,
  platform: 'browser',
  transform: { define: { 'process.env.NODE_ENV': '"production"', 'import.meta': '{}' } },
  plugins: [
    {
      name: 'entry',
      resolveId: (id) => (id === ENTRY_NAME ? join(ROOT, ENTRY_NAME) : null),
      load: (id) => (id === join(ROOT, ENTRY_NAME) ? ENTRY : null),
    },
  ],
});
const { output } = await bundle.generate({ format: 'iife', codeSplitting: false });
const script = output[0].code;

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
const licence = readFileSync(join(ROOT, 'node_modules/keycloakify/LICENSE'), 'utf8');
writeFileSync(join(target, 'LICENSE'), licence.replace(/\r\n/gu, '\n'));
const executablePath = process.env.RACCORD_BROWSER;
const browser = await chromium.launch({ ...(executablePath !== undefined && { executablePath }) });
const page = await browser.newPage({ locale: 'fr-FR' });
// The theme's styles and scripts are Keycloak's own, and stay there.
await page.route('**/*', (route) =>
  route.request().isNavigationRequest()
    ? route.fulfill({ contentType: 'text/html', body: '<html lang="fr"><div id="root">' })
    : route.fulfill({ body: '' }),
);
const screens = [
  ...PAGES.filter((name) => !(name in VARIANTS)).map((name) => [name, { page: name }]),
  ...Object.entries(VARIANTS),
];
for (const [name, { page: ofPage, context = {}, errors }] of screens) {
  await page.goto('http://keycloak.localhost/');
  const merged = { ...COMMON, ...PER_PAGE[ofPage], ...context };
  merged.auth = { ...COMMON.auth, ...PER_PAGE[ofPage]?.auth, ...context.auth };
  const SCREEN = { pageId: `${ofPage}.ftl`, context: merged, errors };
  await page.evaluate((value) => Object.assign(window, { SCREEN: value }), SCREEN);
  await page.addScriptTag({ content: script });
  await page.locator('#kc-content').waitFor({ state: 'attached' });
  const { title, root, bodyClass } = await page.evaluate(() => {
    // React keeps what a click does to itself; the theme's own link has it in its markup.
    document
      .getElementById('try-another-way')
      ?.setAttribute('onclick', "this.closest('form').requestSubmit(); return false;");
    return {
      title: document.title,
      root: document
        .getElementById('root')
        .innerHTML.replace(/(name="generatedAt" value=")\d+/u, '$11795718228543'),
      bodyClass: document.body.className,
    };
  });
  const html = `<!doctype html><html class="login-pf" lang="fr"><head><meta charset="utf-8"><title>${title}</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/assets/state-design.css"><link rel="stylesheet" href="/assets/idp.css"></head>
<body class="${bodyClass}">${root}</body></html>`;
  writeFileSync(
    join(target, `${name}.html`),
    await format(html, { parser: 'html', printWidth: 100 }),
  );
}
await browser.close();
