import { IdentityProviderPage } from '../../flows/pages/identity-provider-page.ts';
import type { IdentityScreen } from '../../flows/pages/identity-screen.ts';
import { PortalPage } from '../../flows/pages/portal-page.ts';
import type { ActivePage } from '../../src/browser/active-page.ts';
import { AllowedHosts } from '../../src/domain/allowed-hosts.ts';
import { Secret } from '../../src/secrets/secret.ts';
import { expect, test } from '../../fixtures/playwright/robot-browser.ts';

/** Pages that a person tells apart at a glance, whatever their markup. */
for (const [what, reception, html] of [
  [
    'a form without its tag, whose button is worded as the way to it',
    'identity-provider',
    `<div><div>Identifiant</div><input><div>Mot de passe</div><input type=password>
     <div tabindex=0>Se connecter</div></div>`,
  ],
  [
    'a welcome page in a form of its own that asks for nothing',
    'welcome',
    `<form><input type=hidden name=state><input type=submit value="Se connecter"></form>`,
  ],
  [
    'a welcome page beside a sign-in form that is not shown',
    'welcome',
    `<button>Se connecter</button>
     <div hidden><input type=password><button>Se connecter</button></div>`,
  ],
] as const) {
  test(`where one signs in is told from where one is let in: ${what}`, async ({
    robotScreen,
    show,
  }) => {
    await show(html);
    const portal = new PortalPage(robotScreen, new URL('https://portail.exemple.fr'));
    expect(await portal.reception()).toBe(reception);
  });
}

for (const [what, second, ends] of [
  ['that lead to one address are one', '/login', 'Connexion'],
  ['that lead to two addresses are two', '/other', 'CONTROL_AMBIGUOUS'],
] as const) {
  test(`two links to sign in ${what}`, async ({ robotScreen, serve }) => {
    await serve(({ pathname }) =>
      pathname === '/'
        ? `<!doctype html><header><a href="/login">Se connecter</a></header><a href="${second}">Se connecter</a>`
        : '<h1>Connexion</h1>',
    );
    const url = new URL('https://portail.exemple.fr/');
    await robotScreen.page.goto(url.href);
    const pressed = new PortalPage(robotScreen, url).pressSignIn();
    if (ends === 'CONTROL_AMBIGUOUS') await expect(pressed).rejects.toMatchObject({ code: ends });
    else await pressed.then(() => expect(robotScreen.page.getByRole('heading')).toHaveText(ends));
  });
}

test('one signs in where a component bears the id of the input that is slotted into it', async ({
  robotScreen,
  serve,
}) => {
  const field = (id: string, type: string): string =>
    `<x-field id="${id}"><template shadowrootmode="open"><div><slot></slot></div></template>
     <label for="${id}">${id}</label><input id="${id}" type="${type}"></x-field>`;
  await serve(({ pathname }) =>
    pathname === '/in'
      ? '<h1>Bonjour</h1>'
      : `<!doctype html><form id="kc-form-login" action="/in">${field('username', 'text')}
           ${field('password', 'password')}<button id="kc-login">Connexion</button></form>`,
  );
  await robotScreen.page.goto('https://idp.exemple.fr/login');
  const page = new IdentityProviderPage(robotScreen);
  await page.signIn('camille', new Secret('Gen3r8_Zx9qLmN'), new AllowedHosts(['idp.exemple.fr']));
  await expect(robotScreen.page.getByRole('heading')).toHaveText('Bonjour');
});

for (const [what, more, asked] of [
  ['nothing else', '<label><input type=checkbox> Se souvenir de moi</label>', undefined],
  [
    'a box that must be ticked',
    '<label><input type=checkbox required> J’ai lu les conditions</label>',
    'J’ai lu les conditions',
  ],
  ['a captcha', '<iframe title="reCAPTCHA" srcdoc="Je ne suis pas un robot"></iframe>', 'captcha'],
  ['characters to copy', '<img><input name="captcha_code">', 'captcha'],
  [
    'a captcha that asks nothing',
    '<div class=grecaptcha-badge><iframe title="reCAPTCHA" srcdoc=""></iframe></div>',
    undefined,
  ],
] as const) {
  test(`a sign-in form is seen to ask for ${what} beside the password`, async ({
    robotScreen,
    show,
  }) => {
    await show(`<form><input id=username><input type=password>${more}<button>Connexion</button></form>
      <form><input name=captcha></form>`);
    expect(await new IdentityProviderPage(robotScreen).asksMore()).toBe(asked);
  });
}

for (const [what, html, screen] of [
  [
    'what its form is headed by',
    `<p>Un code vous a été envoyé par mail.</p><form><input autocomplete=one-time-code></form>`,
    'mailed-code',
  ],
  [
    'no footer, nor what leads elsewhere',
    `<nav>Factures reçues</nav><form>Code <input autocomplete=one-time-code></form><p>Le support par e-mail</p>`,
    'app-code',
  ],
  [
    'what its field says by itself',
    `<form><input autocomplete=one-time-code placeholder="Code reçu par SMS"></form>`,
    'mailed-code',
  ],
] as const) {
  test(`where a code comes from is told by ${what}`, async ({ robotScreen, show }) => {
    await show(html);
    expect(await new IdentityProviderPage(robotScreen).screen()).toBe(screen);
  });
}

test('a code in boxes of its own is known before it is made', async ({ robotScreen, show }) => {
  const page = new IdentityProviderPage(robotScreen);
  await show(`<form>${'<input autocomplete=one-time-code maxlength=1>'.repeat(6)}</form>`);
  expect(await page.screen()).toBe('app-code');
  expect(await page.hasOneCodeField()).toBe(false);
  await show('<form><input autocomplete=one-time-code></form>');
  expect(await page.hasOneCodeField()).toBe(true);
});

/** A sign-in form with what stands above it, and a page that is let in `afterMs` later. */
async function signInAt(
  screen: ActivePage,
  {
    above = '',
    answer = '<h1>Bonjour</h1>',
    button,
    afterMs,
  }: { above?: string; answer?: string; button: string; afterMs: number },
): Promise<{ page: IdentityProviderPage; after: () => Promise<IdentityScreen> }> {
  await screen.context.route('**/*', async (route, request) => {
    const { pathname } = new URL(request.url());
    // A request that is never answered.
    if (pathname === '/chat') return;
    const isSent = pathname === '/in';
    if (isSent) await new Promise((resolve) => setTimeout(resolve, afterMs));
    const form = `${above}<form id="kc-form-login" method="post" action="/in">
      <label>Identifiant <input id="username"></label>
      <label>Mot de passe <input id="password" type="password"></label>${button}</form>`;
    const body = `<!doctype html><body>${isSent ? answer : form}</body>`;
    await route.fulfill({ contentType: 'text/html; charset=utf-8', body });
  });
  await screen.page.goto('https://idp.exemple.fr/login');
  const page = new IdentityProviderPage(screen);
  await page.signIn('camille', new Secret('Gen3r8_Zx9qLmN'), new AllowedHosts(['idp.exemple.fr']));
  const isIn = async (): Promise<boolean> => (await screen.page.locator('h1').count()) === 1;
  return { page, after: () => page.screenAfter('password', isIn) };
}

const SENT = '<button id="kc-login">Connexion</button>';
const FETCHED = `<button type="button" id="kc-login" onclick="fetch('/in', { method: 'POST' })
  .then(async (answer) => { document.body.innerHTML = await answer.text(); })">Connexion</button>`;

test('a password that is checked for longer than a click may take is waited for', async ({
  robotScreen,
}) => {
  robotScreen.context.setDefaultTimeout(1_000);
  const { after } = await signInAt(robotScreen, { button: SENT, afterMs: 3_000 });
  expect(await after()).toBe('elsewhere');
});

for (const [how, button] of [
  ['a form', SENT],
  ['a script', FETCHED],
] as const) {
  test(`a notice that stood before the password was sent by ${how} is no refusal`, async ({
    robotScreen,
  }) => {
    const above = '<div role="alert">Le portail sera fermé dimanche.</div>';
    const { after } = await signInAt(robotScreen, { above, button, afterMs: 3_000 });
    expect(await after()).toBe('elsewhere');
  });
}

test('what a script says beside the form once the password was checked is a refusal', async ({
  robotScreen,
}) => {
  const button = `<button type="button" id="kc-login" onclick="fetch('/in', { method: 'POST' })
    .then(() => { this.insertAdjacentHTML('afterend', '<p role=alert>Refusé</p>'); })">Connexion</button>`;
  const { after } = await signInAt(robotScreen, { button, afterMs: 200 });
  expect(await after()).toBe('password');
});

test('a form that a script held back was not sent, whatever it says and a captcha asks', async ({
  robotScreen,
}) => {
  const button = `<button type="button" id="kc-login" onclick="void fetch('https://captcha.exemple.fr/in',
    { method: 'POST', mode: 'no-cors' }).then(() =>
    this.insertAdjacentHTML('afterend', '<p role=alert>Cochez la case</p>'))">Connexion</button>`;
  const { page, after } = await signInAt(robotScreen, { button, afterMs: 0 });
  expect(await after()).toBe('password');
  expect(page.hasSent).toBe(false);
});

test('what is sent to another host by a script was sent, and only what is new is its answer', async ({
  robotScreen,
}) => {
  const above = '<p role=alert>Cette page n’est plus valide après minuit.</p>';
  const button = `<button type="button" id="kc-login" onclick="void fetch('https://api.exemple.fr/in',
    { method: 'POST', mode: 'no-cors' }).then(() =>
    this.insertAdjacentHTML('afterend', '<p role=alert>Refusé</p>'))">Connexion</button>`;
  const { page, after } = await signInAt(robotScreen, { above, button, afterMs: 0 });
  expect(await after()).toBe('password');
  expect(page.hasSent).toBe(true);
  expect(await page.newMessage()).toBe('Refusé');
});

test('a refusal is read, whatever else its page asks for without end', async ({ robotScreen }) => {
  const answer = `<script>void fetch('https://chat.exemple.fr/chat').catch(() => undefined)</script>
    <form id="kc-form-login"><p id="input-error" role="alert">Mot de passe invalide.</p>
    <label>Identifiant <input id="username"></label>
    <label>Mot de passe <input id="password" type="password"></label>${SENT}</form>`;
  const { after } = await signInAt(robotScreen, { button: SENT, answer, afterMs: 0 });
  expect(await after()).toBe('password');
});
