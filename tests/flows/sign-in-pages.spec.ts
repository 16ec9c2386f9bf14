import { IdentityProviderPage } from '../../flows/pages/identity-provider-page.ts';
import { PortalPage } from '../../flows/pages/portal-page.ts';
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
