import type { Page } from '@playwright/test';

import { chooseOnPortal, enter, expect, openAccountForm, test } from './person.ts';

const LYON = '73282932000074';
const CREATION = "Création d'un compte technique";
const RESET = "Réinitialisation du mot de passe d'un compte technique";
const ODD_PASSWORD = `aB3_(<&"'%é)!`;

const field = (page: Page, label: string) => page.getByLabel(label, { exact: true });

async function fillForm(page: Page): Promise<void> {
  await chooseOnPortal(page, 'Type de demande', CREATION);
  await chooseOnPortal(page, 'Choisir la structure', LYON);
  await expect(field(page, 'Mot de passe')).not.toHaveValue('');
}

test.describe('with a password that is hard to quote', () => {
  test.use({ portalOptions: { nextPasswords: [ODD_PASSWORD, 'second_(2)'] } });

  test('the account that is created is the one that was shown', async ({ page, portal }) => {
    await enter(page, portal);
    await openAccountForm(page);
    await fillForm(page);
    await expect(field(page, 'Raison sociale')).toHaveValue('PL DIFFUSION LYON');
    await expect(field(page, 'Login')).toHaveValue(`TECH_1_${LYON}@cpro.fr`);
    await expect(field(page, 'Mot de passe')).toHaveValue(ODD_PASSWORD);
    await expect(field(page, 'Mot de passe')).not.toBeEditable();
    await expect(field(page, 'E-mail du contact')).toHaveValue(portal.administrator.login);
    await expect(page.getByText('Aucune donnée à afficher')).toBeVisible();
    expect(portal.truth().writes).toBe(0);

    await field(page, 'E-mail du contact').fill('agence.lyon@pldiffusion.example');
    await page.getByRole('button', { name: 'Soumettre' }).click();
    await expect(page.locator('#uiNotificationContainer .alert-success')).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Demande enregistrée' })).toBeVisible();
    expect(portal.truth().writes).toBe(1);
    expect(portal.truth().accounts).toMatchObject([
      {
        siret: LYON,
        login: `TECH_1_${LYON}@cpro.fr`,
        password: ODD_PASSWORD,
        contactEmail: 'agence.lyon@pldiffusion.example',
        state: 'Actif',
      },
    ]);

    await page.getByRole('link', { name: 'Faire une autre demande' }).click();
    await fillForm(page);
    await expect(page.getByRole('cell', { name: `TECH_1_${LYON}@cpro.fr` })).toBeVisible();
    await expect(field(page, 'Login')).toHaveValue(`TECH_2_${LYON}@cpro.fr`);
    await expect(field(page, 'Mot de passe')).toHaveValue('second_(2)');
  });
});

test('choosing the structure anew makes another password', async ({ page, portal }) => {
  await enter(page, portal);
  await openAccountForm(page);
  await fillForm(page);
  const first = await field(page, 'Mot de passe').inputValue();
  await chooseOnPortal(page, 'Choisir la structure', '73282932000017');
  await expect(field(page, 'Raison sociale')).toHaveValue('PL DIFFUSION LILLE');
  await expect(field(page, 'Mot de passe')).not.toHaveValue(/^$/u);
  expect(await field(page, 'Mot de passe').inputValue()).not.toBe(first);
});

test('a mandatory field that is empty is named, and nothing is written', async ({
  page,
  portal,
}) => {
  await page.clock.install();
  await enter(page, portal);
  await openAccountForm(page);
  await fillForm(page);
  await field(page, 'E-mail du contact').fill('');
  await page.getByRole('button', { name: 'Soumettre' }).click();
  await expect(page.locator('#uiNotificationContainer .alert-danger')).toContainText(
    'E-mail du contact',
  );
  await expect(page.locator('.has-error')).toHaveCount(1);
  await page.clock.fastForward(8_000);
  await expect(page.locator('#uiNotificationContainer .alert')).toHaveCount(0);
  expect(portal.truth().writes).toBe(0);
});

test('a native choice in the hidden list changes nothing', async ({ page, portal }) => {
  await enter(page, portal);
  await openAccountForm(page);
  await page.locator('#s2id_sp_formfield_type_de_demande').waitFor();
  await page.locator('select#sp_formfield_type_de_demande').selectOption({ label: CREATION });
  await expect(page.locator('#s2id_sp_formfield_type_de_demande .select2-chosen')).not.toHaveText(
    CREATION,
  );
});

test.describe('with an account that is there', () => {
  test.use({
    portalOptions: {
      existingAccounts: [
        { siret: LYON, password: 'ancien_(1)', createdAt: '2025-06-01T08:00:00Z' },
      ],
    },
  });

  test('a reset replaces the password and the expiry', async ({ page, portal }) => {
    const before = portal.truth().accounts[0];
    await enter(page, portal);
    await openAccountForm(page);
    await chooseOnPortal(page, 'Type de demande', RESET);
    await chooseOnPortal(page, 'Choisir la structure', LYON);
    await expect(page.getByRole('cell', { name: '01/06/2025' })).toHaveCount(2);
    await chooseOnPortal(page, 'Compte technique', `TECH_1_${LYON}@cpro.fr`);
    await expect(field(page, 'Mot de passe')).not.toHaveValue('');
    const shown = await field(page, 'Mot de passe').inputValue();
    await page.getByRole('button', { name: 'Soumettre' }).click();
    await expect(page.getByRole('heading', { name: 'Demande enregistrée' })).toBeVisible();
    const [after] = portal.truth().accounts;
    expect(after?.password).toBe(shown);
    expect(after?.createdAt).toBe(before?.createdAt);
    expect(after?.modifiedAt).not.toBe(before?.modifiedAt);
    expect(Date.parse(after?.expiresOn ?? '')).toBeGreaterThan(Date.parse(before?.expiresOn ?? ''));
  });
});

test('a fault cuts the connection after the write', async ({ page, portal }) => {
  portal.fail({ at: 'create-account', how: 'reset-after' });
  await enter(page, portal);
  await openAccountForm(page);
  await fillForm(page);
  await page.getByRole('button', { name: 'Soumettre' }).click();
  await expect(page.locator('#uiNotificationContainer .alert-danger')).toBeVisible();
  expect(portal.truth().accounts).toHaveLength(1);
});

test('a structure of another manager is not offered', async ({ page, portal }) => {
  await enter(page, portal);
  await openAccountForm(page);
  const choice = page.locator('#s2id_sp_formfield_structure .select2-choice');
  await choice.click();
  await expect(page.locator('#select2-drop .select2-result-selectable')).toHaveCount(8);
});
