import { writeFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { startPortal } from '../../fixtures/portal/server.ts';
import {
  chooseOnPortal,
  expect,
  openAccountForm,
  openConnections,
  signIn,
  test,
} from './person.ts';

const LYON = '73282932000074';
const LILLE = '73282932000017';
const LOGIN = `TECH_1_${LYON}@cpro.fr`;

test.use({ portalOptions: { otherConnections: [{ siret: LILLE, applicationName: 'Lille1' }] } });

async function fillForm(page: Page): Promise<void> {
  await openAccountForm(page);
  await chooseOnPortal(page, 'Type de demande', "Création d'un compte technique");
  await chooseOnPortal(page, 'Choisir la structure', LYON);
  await expect(page.getByLabel('Mot de passe', { exact: true })).not.toHaveValue('');
}

const submit = (page: Page) => page.getByRole('button', { name: 'Soumettre' }).click();

test('a second hand works by the rules of the portal, and the truth tells its writes', async ({
  portal,
}) => {
  expect(portal.secondHand({ does: 'reset-password', siret: LYON })).toBeUndefined();
  const first = portal.secondHand({ does: 'create-account', siret: LYON, email: 'a@exemple.fr' });
  const second = portal.secondHand({ does: 'create-account', siret: LYON });
  const reset = portal.secondHand({ does: 'reset-password', siret: LYON });
  const declared = portal.secondHand({ does: 'declare', siret: LYON, name: 'Pldiffusion1' });
  const taken = portal.secondHand({ does: 'declare', siret: LILLE, name: 'Pldiffusion1' });

  expect(taken).toBeUndefined();
  expect([first, second, reset, declared]).toMatchObject([
    { action: 'create-account', siret: LYON, name: LOGIN, by: 'second-hand' },
    { action: 'create-account', siret: LYON, name: `TECH_2_${LYON}@cpro.fr`, by: 'second-hand' },
    { action: 'reset-password', siret: LYON, name: `TECH_2_${LYON}@cpro.fr`, by: 'second-hand' },
    { action: 'declare', siret: LYON, name: 'Pldiffusion1', by: 'second-hand' },
  ]);
  const { accounts, connections, history, writes } = portal.truth();
  expect(history).toEqual([first, second, reset, declared]);
  expect(writes).toBe(4);
  expect(accounts).toMatchObject([
    { login: LOGIN, password: first?.password, contactEmail: 'a@exemple.fr' },
    { password: reset?.password, contactEmail: 'autre.main@exemple.fr' },
  ]);
  expect(connections.map(({ applicationName }) => applicationName)).toEqual([
    'Lille1',
    'Pldiffusion1',
  ]);
  expect(portal.writeRequests()).toBe(0);
});

test('an account that the second hand makes once the form is filled takes its login', async ({
  page,
  portal,
}) => {
  await signIn(page, portal);
  // Another structure's, at another moment, or in the second round: each is let by.
  portal.fail({ at: 'autofill', how: 'hand-creates', siret: LILLE });
  portal.fail({ at: 'autofill', how: 'hand-creates', after: 1 });
  portal.fail({ at: 'autofill', how: 'hand-creates', email: portal.administrator.login });
  await fillForm(page);
  await expect(page.getByLabel('Login', { exact: true })).toHaveValue(LOGIN);
  await submit(page);
  await expect(page.getByText('Ce compte technique existe déjà.')).toBeVisible();
  const { history, accounts } = portal.truth();
  expect(history).toMatchObject([{ action: 'create-account', name: LOGIN, by: 'second-hand' }]);
  expect(accounts).toMatchObject([{ contactEmail: portal.administrator.login }]);
  expect(portal.arrivals().filter(({ write }) => write !== undefined)).toMatchObject([
    { write: 'create-account', sender: { siret: LYON } },
  ]);
});

test('a second hand moves right before a request, and beside another fault', async ({
  page,
  portal,
}) => {
  await signIn(page, portal);
  portal.fail({ at: 'create-account', how: 'hand-creates', when: 'before' });
  portal.fail({ at: 'create-account', how: 'hand-declares', name: 'Autre' });
  portal.fail({ at: 'create-account', how: 'error-before', status: 503 });
  await fillForm(page);
  await submit(page);
  await expect
    .poll(() => portal.truth().history)
    .toMatchObject([
      { action: 'create-account', by: 'second-hand' },
      { action: 'declare', name: 'Autre', by: 'second-hand' },
    ]);
});

test('a structure is known by the number that the older application gives it', async ({
  page,
  portal,
}) => {
  await signIn(page, portal);
  portal.fail({ at: 'list', how: 'hand-declares', siret: LYON });
  const tab = await openConnections(page);
  await tab.getByLabel('Ligne(s) par page').selectOption('100');
  await expect.poll(() => portal.truth().history).toMatchObject([{ siret: LYON }]);
});

test('an answer that is held after the write comes when all is done', async ({ page, portal }) => {
  await signIn(page, portal);
  portal.fail({ at: 'create-account', how: 'slow-after', afterMs: 600_000 });
  await fillForm(page);
  await submit(page);
  await expect.poll(() => portal.truth().writes).toBe(1);
  expect(portal.truth().history).toMatchObject([{ name: LOGIN, by: 'request' }]);
  await expect(page.getByRole('heading', { name: 'Demande enregistrée' })).toBeHidden();
});

test('what takes effect late does so only where nobody came first', async ({ page, portal }) => {
  await signIn(page, portal);
  portal.fail({ at: 'create-account', how: 'lands-late', afterMs: 600_000 });
  await fillForm(page);
  await submit(page);
  await expect(page.getByRole('heading', { name: 'Demande enregistrée' })).toBeVisible();
  const { name, password } = portal.secondHand({ does: 'create-account', siret: LYON }) ?? {};
  portal.landLate();
  expect(portal.truth().accounts).toMatchObject([{ login: name, password }]);
  expect(portal.truth().writes).toBe(1);
});

test('a file of a portal of before is read', async ({}, testInfo) => {
  const stateFile = testInfo.outputPath('portal.json');
  const first = await startPortal({ stateFile });
  const { history, ...before } = first.truth();
  const { administrator } = first;
  await first.close();
  expect(history).toEqual([]);
  await writeFile(stateFile, JSON.stringify({ ...before, administrator }));
  const second = await startPortal({ stateFile });
  expect(second.truth().history).toEqual([]);
  await second.close();
});
