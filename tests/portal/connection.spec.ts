import type { Page } from '@playwright/test';

import { chooseInCpro, enter, expect, openConnections, test } from './person.ts';

const LYON = '73282932000074';
const USAGE = "Utilisateur d'une solution d'un éditeur ou opérateur";
const STRUCTURE_FILTER = 'RAC_RaccordementsApi_Criteres_Structure';
const FORM = 'RAC_DeclarerRaccordement_InformationsGenerales';

async function fillDeclaration(tab: Page, applicationName: string): Promise<void> {
  await tab.getByLabel("Nom de l'application PISTE").fill(applicationName);
  await expect(tab.getByLabel('Editeur / solution')).toBeHidden();
  await chooseInCpro(tab, `${FORM}_TypeUtilisation`, USAGE);
  await tab.getByLabel('Editeur / solution').fill('PLDChorus');
  await tab.getByLabel('Nom Prénom').fill('Moreau Camille');
  await tab.getByLabel('Téléphone').fill('04 72 00 00 00');
  await tab.getByLabel('Adresse électronique').fill('agence.lyon@pldiffusion.example');
}

async function openDeclaration(tab: Page): Promise<void> {
  await chooseInCpro(tab, STRUCTURE_FILTER, `${LYON} - PL DIFFUSION LYON`);
  await tab.getByRole('button', { name: 'Appliquer' }).click();
  await expect(tab.getByText('Aucun résultat')).toBeVisible();
  await tab.getByRole('button', { name: 'Déclarer un raccordement PISTE' }).click();
}

test('a connection that is declared is in the list', async ({ page, portal }) => {
  await enter(page, portal);
  const tab = await openConnections(page);
  await openDeclaration(tab);
  await expect(tab.locator(`#select2-${FORM}_Structure-container`)).toHaveText(
    `${LYON} - PL DIFFUSION LYON`,
  );
  await fillDeclaration(tab, 'Pldiffusion1');
  expect(portal.truth().writes).toBe(0);
  await tab.getByRole('button', { name: 'Valider' }).click();
  await expect(tab.getByRole('status')).toBeVisible();
  const table = tab.getByRole('table', { name: 'Résultats de la recherche' });
  await expect(table.getByRole('row').nth(1)).toContainText(
    /73282932000074 - PL DIFFUSION LYON\s*OAuth2\s*Pldiffusion1\s*En cours de validation/u,
  );
  expect(portal.truth()).toMatchObject({
    writes: 1,
    connections: [
      {
        siret: LYON,
        applicationName: 'Pldiffusion1',
        usage: USAGE,
        editor: 'PLDChorus',
        contactName: 'Moreau Camille',
        contactPhone: '04 72 00 00 00',
        contactEmail: 'agence.lyon@pldiffusion.example',
        contactFax: '',
      },
    ],
  });
});

test('mandatory fields that are empty are named in red', async ({ page, portal }) => {
  await enter(page, portal);
  const tab = await openConnections(page);
  await tab.getByRole('button', { name: 'Déclarer un raccordement PISTE' }).click();
  await tab.getByRole('button', { name: 'Valider' }).click();
  const alert = tab.getByRole('alert');
  for (const label of ['Structure', "Nom de l'application PISTE", 'Téléphone']) {
    await expect(alert).toContainText(label);
  }
  await expect(alert).not.toContainText('Fax');
  expect(portal.truth().writes).toBe(0);
});

test.describe('with twenty-three connections', () => {
  test.use({
    portalOptions: {
      otherConnections: Array.from({ length: 23 }, (_, index) => ({
        siret: '73282932000017',
        applicationName: `Pldiffusion${index + 1}`,
      })),
    },
  });

  test('the pager goes to the last page and no further', async ({ page, portal }) => {
    await enter(page, portal);
    const tab = await openConnections(page);
    const next = tab.getByTitle('Aller à la page suivante du tableau');
    await expect(tab.getByText('1 sur 3')).toBeVisible();
    await next.click();
    await next.click();
    await expect(tab.getByText('3 sur 3')).toBeVisible();
    await expect(next).toBeDisabled();
    await expect(tab.getByRole('cell', { name: 'Pldiffusion23' })).toBeVisible();
    await tab.getByLabel('Ligne(s) par page').selectOption('50');
    await expect(tab.getByText('1 sur 1')).toBeVisible();
    await expect(tab.getByRole('row')).toHaveCount(24);
  });

  test('a name that is taken is refused', async ({ page, portal }) => {
    await enter(page, portal);
    const tab = await openConnections(page);
    await openDeclaration(tab);
    await fillDeclaration(tab, 'pldiffusion7');
    await tab.getByRole('button', { name: 'Valider' }).click();
    await expect(tab.getByRole('alert')).toContainText('déjà utilisé');
    await expect(tab.getByLabel('Téléphone')).toHaveValue('04 72 00 00 00');
    expect(portal.truth().writes).toBe(0);
  });
});

/** Later than the test: it lands when the test says so. */
const MUCH_LATER = 600_000;

test('a write can land after the answer', async ({ page, portal }) => {
  portal.fail({ at: 'declare', how: 'lands-late', afterMs: MUCH_LATER });
  await enter(page, portal);
  const tab = await openConnections(page);
  await openDeclaration(tab);
  await fillDeclaration(tab, 'Pldiffusion1');
  await tab.getByRole('button', { name: 'Valider' }).click();
  await expect(tab.getByRole('status')).toBeVisible();
  expect(portal.truth().writes).toBe(0);
  portal.landLate();
  expect(portal.truth().writes).toBe(1);
});
