import type { Page } from '@playwright/test';

import { enter, expect, openAccountForm, openDomain, test } from './person.ts';

async function pressAccess(page: Page, card: string): Promise<void> {
  await openDomain(page);
  await page
    .getByRole('article')
    .filter({ hasText: card })
    .getByRole('button', { name: 'Accéder' })
    .click();
}

test.describe('with an application that opens in a pop-up', () => {
  test.use({ portalOptions: { opens: 'pop-up', menu: 'tabs' } });

  test('the window is opened by the page, and its tab leads to the list', async ({
    page,
    portal,
  }) => {
    await enter(page, portal);
    const opened = page.waitForEvent('popup');
    await pressAccess(page, 'EDI et API');
    const popUp = await opened;
    await popUp.getByRole('tab', { name: 'Gérer raccordement API' }).click();
    await expect(popUp.getByRole('heading', { name: 'RACCORDEMENTS API PISTE' })).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Applications du domaine' })).toBeVisible();
  });
});

test.describe('with applications in a frame of the portal', () => {
  test.use({
    portalOptions: { opens: 'iframe', accountOpens: 'iframe', menu: 'buttons', skin: 'native' },
  });

  test('the older application signs in by itself, and declares', async ({ page, portal }) => {
    await enter(page, portal);
    await pressAccess(page, 'EDI et API');
    const frame = page.frameLocator('iframe');
    await frame.getByRole('button', { name: 'Gérer raccordement API' }).click();
    await frame.getByRole('button', { name: 'Déclarer un raccordement PISTE' }).click();
    await frame
      .getByLabel('Structure')
      .selectOption({ label: '73282932000074 - PL DIFFUSION LYON' });
    await frame.getByLabel("Nom de l'application PISTE").fill('Pldiffusion1');
    await frame.getByLabel("Type d'utilisation").selectOption({ index: 1 });
    await frame.getByLabel('Nom Prénom').fill('Moreau Camille');
    await frame.getByLabel('Téléphone').fill('0472000000');
    await frame.getByLabel('Adresse électronique').fill('agence@pldiffusion.example');
    await frame.getByRole('button', { name: 'Valider' }).click();
    await expect(frame.getByRole('status')).toBeVisible();
    expect(portal.truth().connections).toHaveLength(1);
  });

  test('the form of technical accounts is in a frame, too', async ({ page, portal }) => {
    await enter(page, portal);
    await pressAccess(page, 'Compte technique');
    const frame = page.frameLocator('iframe');
    await frame.getByLabel('Type de demande').selectOption('creation');
    await frame.getByLabel('Choisir la structure').selectOption({ label: '73282932000074' });
    await expect(frame.locator('dd').last()).not.toBeEmpty();
    await frame.getByRole('button', { name: 'Soumettre' }).click();
    await expect(frame.getByRole('heading', { name: 'Demande enregistrée' })).toBeVisible();
    expect(portal.truth().accounts[0]?.contactEmail).toBe(portal.administrator.login);
  });
});

test.describe('with a menu behind a button', () => {
  test.use({ portalOptions: { opens: 'same-tab', menu: 'behind-button' } });

  test('an entry is there once the button was pressed', async ({ page, portal }) => {
    await enter(page, portal);
    await pressAccess(page, 'EDI et API');
    const entry = page.getByRole('link', { name: 'Gérer raccordement API' });
    await expect(entry).toBeHidden();
    await page.getByRole('button', { name: 'Menu' }).click();
    await entry.click();
    await expect(page.getByRole('heading', { name: 'RACCORDEMENTS API PISTE' })).toBeVisible();
  });
});

test.describe('with dialogs', () => {
  test.use({ portalOptions: { dialogs: ['news', 'cookies', 'survey'] } });

  test('they come on the home page, and on a form again unless answered for good', async ({
    page,
    portal,
  }) => {
    await enter(page, portal);
    await page.getByRole('button', { name: 'Plus tard' }).click();
    await page.getByRole('button', { name: 'Fermer', exact: true }).click();
    await page.getByRole('button', { name: 'Refuser' }).click();
    await openAccountForm(page);
    await expect(page.getByRole('dialog', { name: 'Actualités' })).toBeVisible();
    await expect(page.getByRole('dialog', { name: 'Votre avis nous intéresse' })).toBeVisible();
    await expect(page.getByRole('region', { name: 'Gestion des cookies' })).toHaveCount(0);
  });
});

test.describe('with conditions to accept', () => {
  test.use({ portalOptions: { dialogs: ['consent'], skin: 'native' } });

  test('nothing but accepting them leads on', async ({ page, portal }) => {
    await enter(page, portal);
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByRole('button')).toHaveText(["J'accepte"]);
    await page.goto(`${portal.url}aife_csm/fr?id=aife_home`);
    await dialog.getByRole('button', { name: "J'accepte" }).click();
    await openAccountForm(page);
    await expect(dialog).toHaveCount(0);
  });
});

test.describe('in other French words', () => {
  test.use({ portalOptions: { language: 'fr-variant', opens: 'same-tab' } });

  test('labels are worded and spelt otherwise', async ({ page, portal }) => {
    await enter(page, portal);
    await page.getByRole('link', { name: 'Accéder', exact: true }).nth(4).click();
    const card = page.getByRole('article').filter({ hasText: 'Raccordement EDI et API' });
    await card.getByRole('button', { name: 'Accéder au service' }).click();
    await page.getByRole('link', { name: 'Gérer raccordements API' }).click();
    await page.getByRole('button', { name: 'Déclarer un raccordement Piste' }).click();
    await expect(page.getByLabel('Courriel')).toBeVisible();
    await expect(page.getByLabel('Nom et prénom')).toBeVisible();
    await expect(page.getByLabel('Nom de l’application PISTE')).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
  });
});
