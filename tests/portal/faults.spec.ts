import type { Page } from '@playwright/test';

import type { FaultKind } from '../../fixtures/portal/fault.ts';
import { meaningOf } from '../../fixtures/portal/requests.ts';
import { chooseInCpro, expect, openConnections, signIn, test } from './person.ts';

const GENERAL = 'RAC_DeclarerRaccordement_InformationsGenerales';

async function declare(tab: Page): Promise<void> {
  await tab.getByRole('button', { name: 'Déclarer un raccordement PISTE' }).click();
  await chooseInCpro(tab, `${GENERAL}_Structure`, '73282932000074 - PL DIFFUSION LYON');
  await chooseInCpro(tab, `${GENERAL}_TypeUtilisation`, 'Utilisation en propre');
  await tab.getByLabel("Nom de l'application PISTE").fill('Pldiffusion1');
  await tab.getByLabel('Nom Prénom').fill('Moreau Camille');
  await tab.getByLabel('Téléphone').fill('0472000000');
  await tab.getByLabel('Adresse électronique').fill('agence@pldiffusion.example');
  await tab.getByRole('button', { name: 'Valider' }).click();
}

const CASES: readonly (readonly [how: FaultKind, shows: string | RegExp, writes: number])[] = [
  ['error-before', 'Une erreur technique est survenue', 0],
  ['error-after', 'Une erreur technique est survenue', 1],
  ['unavailable', 'Service momentanément indisponible', 0],
  ['refuse', 'Votre demande ne peut pas être traitée.', 0],
  ['never-lands', 'La déclaration du raccordement a bien été enregistrée.', 0],
];

for (const [how, shows, writes] of CASES) {
  test(`a declaration with the fault ${how} leaves ${writes} written`, async ({ page, portal }) => {
    await signIn(page, portal);
    const tab = await openConnections(page);
    portal.fail({ at: 'declare', how });
    await declare(tab);
    await expect(tab.getByText(shows)).toBeVisible();
    expect(portal.truth().writes).toBe(writes);
  });
}

for (const [how, writes] of [
  ['reset-before', 0],
  ['reset-after', 1],
] as const) {
  test(`a declaration with the fault ${how} leaves ${writes} written, once`, async ({
    page,
    portal,
  }) => {
    await signIn(page, portal);
    const tab = await openConnections(page);
    portal.fail({ at: 'declare', how });
    const failed = tab.waitForEvent('requestfailed');
    await declare(tab);
    expect((await failed).failure()?.errorText).toMatch(/ERR_(CONNECTION_RESET|EMPTY_RESPONSE)/u);
    expect(portal.truth().writes).toBe(writes);
  });
}

test('one click can be two requests, when the browser sends a cut one again', async ({
  page,
  portal,
}) => {
  await signIn(page, portal);
  const tab = await openConnections(page);
  portal.fail({ at: 'declare', how: 'reset-after', resend: 'served' });
  const sent: string[] = [];
  tab.on('request', (request) => sent.push(request.postData() ?? ''));
  await declare(tab);
  await expect(tab.getByText('déjà utilisé')).toBeVisible();
  expect(sent.filter((body) => body.includes('_eventId_valider'))).toHaveLength(1);
  expect(portal.truth().connections).toHaveLength(1);
});

test('a page can be unavailable twice', async ({ page, portal }) => {
  portal.fail({ at: 'page', path: '/aife_csm', how: 'unavailable', times: 2 });
  expect((await page.goto(portal.url))?.status()).toBe(503);
  expect((await page.goto(portal.url))?.status()).toBe(503);
  expect((await page.goto(portal.url))?.status()).toBe(200);
});

test('requests are told apart by what they do, not by their method', () => {
  const flow = { host: 'cpro', method: 'POST', path: '/cpp/raccordementsApi' } as const;
  expect(meaningOf({ ...flow, body: '_eventId_appliquer=' }).kind).toBe('read');
  expect(meaningOf({ ...flow, body: 'listeRaccordements.page=2' }).kind).toBe('read');
  expect(meaningOf({ ...flow, body: 'raccordement.fax=&_eventId_valider=' })).toEqual({
    kind: 'write',
    name: 'declare',
  });
  expect(meaningOf({ ...flow, body: '_eventId_supprimer=' }).kind).toBe('unknown');
});
