import type { Page } from '@playwright/test';
import type { WriteAction } from '../../fixtures/portal/requests.ts';
import { SENDINGS, type Sending } from '../../fixtures/portal/options.ts';
import {
  chooseOnPortal,
  declare,
  expect,
  openAccountForm,
  openConnections,
  signIn,
  test,
} from './person.ts';

const LYON = '73282932000074';
const LOGIN = `TECH_1_${LYON}@cpro.fr`;

const TYPES = {
  'create-account': "Création d'un compte technique",
  'reset-password': "Réinitialisation du mot de passe d'un compte technique",
} as const;

/** As what a declaration, and what is asked of an account, goes over the wire. */
const KINDS: Readonly<Record<Sending, readonly [declaration: string, account: string]>> = {
  usual: ['document', 'xhr'],
  form: ['document', 'document'],
  script: ['fetch', 'xhr'],
};

for (const sends of SENDINGS) {
  const [ofDeclaration, ofAccount] = KINDS[sends];
  test.describe(`with forms that send: ${sends}`, () => {
    test.use({ portalOptions: { sends, existingAccounts: [{ siret: LYON }] } });

    test(`a declaration goes as a ${ofDeclaration}, and is told`, async ({ page, portal }) => {
      await signIn(page, portal);
      const tab = await openConnections(page);
      const posted = tab.waitForRequest(isDeclaration);
      await declare(tab);
      expect((await posted).resourceType()).toBe(ofDeclaration);
      await expect(tab.getByText('a bien été enregistrée')).toBeVisible();
      expect(portal.truth().connections).toHaveLength(1);
      expect(portal.arrivals().filter(({ write }) => write !== undefined)).toMatchObject([
        { host: 'cpro', method: 'POST', path: '/cpp/raccordementsApi', write: 'declare' },
      ]);
    });

    test(`an account and a reset go as a ${ofAccount}, and are told, as is a refusal`, async ({
      page,
      portal,
    }) => {
      await signIn(page, portal);
      for (const write of ['create-account', 'reset-password'] as const) {
        await fillIn(page, write);
        const posted = page.waitForRequest(/\/submit_producer$/u);
        await page.getByRole('button', { name: 'Soumettre' }).click();
        expect((await posted).resourceType()).toBe(ofAccount);
        await expect(page.locator('#uiNotificationContainer .alert-success')).toBeVisible();
        expect(portal.arrivals().findLast((one) => one.write !== undefined)?.write).toBe(write);
        await page.goto(portal.url);
      }
      portal.fail({ at: 'create-account', how: 'refuse', message: 'Pas aujourd’hui.' });
      await fillIn(page, 'create-account');
      await page.getByRole('button', { name: 'Soumettre' }).click();
      const refusal = page.locator('#uiNotificationContainer .alert-danger');
      await expect(refusal).toContainText('Pas aujourd’hui.');
      expect(portal.truth().writes).toBe(2);
    });
  });
}

for (const [how, done] of [
  ['slow', 0],
  ['slow-after', 1],
] as const) {
  test(`an answer that is held (${how}) is held with ${done} written`, async ({ page, portal }) => {
    await signIn(page, portal);
    const tab = await openConnections(page);
    portal.fail({ at: 'declare', how, afterMs: 3_000 });
    const answered = tab.waitForResponse((response) => isDeclaration(response.request()));
    const declared = declare(tab);
    await expect.poll(() => portal.writeRequests()).toBe(1);
    expect(portal.truth().writes).toBe(done);
    await answered;
    const arrived = portal.arrivals().findLast(({ write }) => write === 'declare');
    expect(Date.now() - (arrived?.at ?? Infinity)).toBeGreaterThanOrEqual(3_000);
    expect(portal.truth().writes).toBe(1);
    await declared;
  });
}

test('an answer that is held is given as soon as it is released', async ({ page, portal }) => {
  await signIn(page, portal);
  const tab = await openConnections(page);
  portal.fail({ at: 'declare', how: 'slow', afterMs: 3_600_000 });
  const declared = declare(tab);
  await expect.poll(() => portal.writeRequests()).toBe(1);
  portal.release();
  await declared;
  expect(portal.truth().writes).toBe(1);
});

function isDeclaration(request: { postData(): string | null }): boolean {
  return request.postData()?.includes('_eventId_valider') === true;
}

/** Fills in the form "Compte technique" from the home page on. */
async function fillIn(page: Page, write: Exclude<WriteAction, 'declare'>): Promise<void> {
  await openAccountForm(page);
  await chooseOnPortal(page, 'Type de demande', TYPES[write]);
  await chooseOnPortal(page, 'Choisir la structure', LYON);
  await expect(page.getByRole('cell', { name: LOGIN })).toBeVisible();
  if (write === 'reset-password') await chooseOnPortal(page, 'Compte technique', LOGIN);
  await expect(page.getByLabel('Mot de passe', { exact: true })).not.toHaveValue('');
}
