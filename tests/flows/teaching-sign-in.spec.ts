import { IdentityProviderPage } from '../../flows/pages/identity-provider-page.ts';
import { WORDINGS } from '../../flows/pages/wordings.ts';
import { Knowledge, useKnowledge } from '../../src/acting/knowledge.ts';
import type { ActivePage } from '../../src/browser/active-page.ts';
import { AllowedHosts } from '../../src/domain/allowed-hosts.ts';
import { Secret } from '../../src/secrets/secret.ts';
import { NOTHING_TAUGHT } from '../../src/teaching/taught.ts';
import { expect, test } from '../../fixtures/playwright/robot-browser.ts';
import {
  clicks,
  TeachingPerson,
  type InWindow,
} from '../../fixtures/playwright/teaching-person.ts';

const HOSTS = new AllowedHosts(['idp.exemple.fr']);
const PASSWORD = 'Gen3r8_Zx9qLmN';

test.describe.configure({ timeout: 60_000 });

function knowing(activePage: ActivePage, inWindow: readonly InWindow[], typed = '') {
  const person = new TeachingPerson(activePage.page, { inWindow, typed });
  const saved: string[] = [];
  const knowledge = new Knowledge({
    wordings: WORDINGS,
    taught: NOTHING_TAUGHT,
    version: '1.0.0',
    isAllowed: () => true,
    now: () => new Date('2026-11-27T08:00:00.000Z'),
    save: (taught) => {
      saved.push(JSON.stringify(taught));
      return Promise.resolve();
    },
    teacher: person.teacher,
  });
  useKnowledge(activePage.context, knowledge);
  return { person, saved, things: () => knowledge.taught.things };
}

for (const [what, before, after] of [
  ['in a form', '<form action="/in">', '</form>'],
  ['without a form', '<div>', '</div>'],
] as const) {
  test(`name and button of a sign-in are taught ${what}, and the password is kept nowhere`, async ({
    robotScreen,
    serve,
  }) => {
    await serve(({ pathname }) =>
      pathname === '/in'
        ? '<h1>Bonjour</h1>'
        : `<!doctype html><body>${before}<label>Matricule <input id="name"></label>
           <label>Phrase <input type="password"></label>
           <button id="go" type="button" onclick="location = '/in'">Entrer</button>${after}`,
    );
    await robotScreen.page.goto('https://idp.exemple.fr/login');
    const { person, saved, things } = knowing(robotScreen, [clicks('#name'), clicks('#go')]);
    await new IdentityProviderPage(robotScreen).signIn('camille', new Secret(PASSWORD), HOSTS);
    await expect(robotScreen.page.getByRole('heading')).toHaveText('Bonjour');
    expect(things()).toMatchObject([
      { host: 'idp.exemple.fr', page: '/login', name: 'signIn.userName' },
      { host: 'idp.exemple.fr', page: '/login', name: 'signIn.signIn', found: { words: 'Entrer' } },
    ]);
    for (const text of [...saved, JSON.stringify(person.told)]) {
      expect(text).not.toContain(PASSWORD);
      expect(text).not.toContain('camille');
    }
  });
}

test('the field of a code is taught, and its button by typing its words', async ({
  robotScreen,
  serve,
}) => {
  await serve(({ pathname }) =>
    pathname === '/in'
      ? '<h1>Bonjour</h1>'
      : `<!doctype html><body><p>Confirmez votre identité</p><label>Chiffres <input id="digits"></label>
         <button id="go" onclick="location = '/in'">Poursuivre</button>`,
  );
  await robotScreen.page.goto('https://idp.exemple.fr/code');
  const inWindow = [clicks('#digits'), clicks('#go')];
  const { things } = knowing(robotScreen, inWindow, 'poursuivre');
  const page = new IdentityProviderPage(robotScreen);
  expect(await page.screen()).toBe('elsewhere');
  expect(await page.teachCodeField()).toBe(true);
  expect(await page.screen()).toBe('app-code');
  await page.sendCode(new Secret('123456'), HOSTS);
  await expect(robotScreen.page.getByRole('heading')).toHaveText('Bonjour');
  expect(things().map(({ name }) => name)).toEqual(['signIn.oneTimeCode', 'signIn.submitCode']);
});
