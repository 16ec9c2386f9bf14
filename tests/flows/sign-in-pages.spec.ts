import { PortalPage } from '../../flows/pages/portal-page.ts';
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
