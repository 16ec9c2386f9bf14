import type { Page } from '@playwright/test';
import type { Fault } from '../../fixtures/portal/fault.ts';
import {
  chooseOnPortal,
  enter,
  expect,
  openAccountForm,
  openConnections,
  test,
  declare,
} from './person.ts';

/** A fault on the portal's document, and what a person then sees there. */
const SEEN: readonly (readonly [fault: Fault, look: (page: Page) => Promise<void>])[] = [
  [
    { at: 'portal', how: 'news-dialog' },
    async (page) => {
      const dialog = page.getByRole('dialog', { name: 'Actualités' });
      await expect(dialog).toBeVisible();
      await dialog.getByRole('button', { name: 'Fermer' }).click();
      await expect(dialog).toBeHidden();
    },
  ],
  [
    { at: 'portal', how: 'cookie-banner' },
    async (page) => {
      await page.getByRole('button', { name: 'Tout refuser' }).click();
      await expect(page.getByRole('region', { name: 'Cookies' })).toBeHidden();
    },
  ],
  [
    { at: 'portal', how: 'renamed-label', about: 'Raccordements', message: 'Connexions' },
    (page) => expect(page.getByText('Connexions', { exact: true }).first()).toBeVisible(),
  ],
  [
    { at: 'portal', how: 'page-expired' },
    (page) => expect(page.getByRole('heading', { name: 'La page a expiré' })).toBeVisible(),
  ],
  [
    { at: 'portal-content', how: 'error-before', status: 502 },
    (page) => expect(page.getByText('Une erreur technique est survenue.')).toBeVisible(),
  ],
  [
    { at: 'portal', how: 'session-ended' },
    (page) => expect(page.getByRole('heading', { name: 'Domaines Chorus Pro' })).toBeVisible(),
  ],
  [
    { at: 'portal', how: 'session-ended-asking' },
    (page) => expect(page.locator('#password')).toBeVisible(),
  ],
];

for (const [fault, look] of SEEN) {
  test(`${fault.how} at ${fault.at} is seen once, and is over`, async ({ page, portal }) => {
    await enter(page, portal);
    const home = page.url();
    portal.fail(fault);
    await page.goto(home);
    await look(page);
    if (fault.how === 'session-ended-asking') return;
    await page.goto(home);
    await expect(page.getByRole('heading', { name: 'Domaines Chorus Pro' })).toBeVisible();
    await expect(page.getByText(/Actualités|cookies|Connexions|a expiré/u)).toHaveCount(0);
  });
}

test('a script error is one of the page, which goes on', async ({ page, portal }) => {
  portal.fail({ at: 'portal', how: 'script-error' });
  const thrown = page.waitForEvent('pageerror');
  await page.goto(portal.url);
  expect((await thrown).message).toBe('erreur de script');
  await expect(page.getByRole('link', { name: 'Se connecter' })).toBeVisible();
});

test('a slow page comes late, and after lets the first requests by', async ({ page, portal }) => {
  portal.fail({ at: 'portal', how: 'slow', afterMs: 1_000, after: 1 });
  const timed = async (): Promise<number> => {
    const start = Date.now();
    await page.request.get(portal.url.replace('portail.localhost', '127.0.0.1'), {
      headers: { host: new URL(portal.url).host },
      maxRedirects: 0,
    });
    await page.goto(portal.url);
    return Date.now() - start;
  };
  await timed();
  expect(await timed()).toBeGreaterThanOrEqual(1_000);
});

test('an answer that never comes is cut with the portal', async ({ page, portal }) => {
  portal.fail({ at: 'portal', how: 'silence-before' });
  const asked = page.waitForRequest(/aife_csm/u);
  const going = page.goto(portal.url).catch((error: unknown) => String(error));
  await asked;
  await portal.close();
  expect(await going).toContain('net::ERR');
});

test('a structure that is missing is offered in neither application', async ({ page, portal }) => {
  await enter(page, portal);
  const about = '73282932000074';
  portal.fail({ at: 'connections', how: 'structure-missing', about, times: 2 });
  const tab = await openConnections(page);
  const shown = tab.locator('select option', { hasText: about });
  await expect(tab.getByRole('heading', { name: 'RACCORDEMENTS API PISTE' })).toBeVisible();
  await expect(shown).toHaveCount(0);
  await tab.reload();
  await tab.reload();
  await expect(shown).not.toHaveCount(0);
});

for (const [how, shows] of [
  ['no-confirmation', 0],
  ['vanishing-confirmation', 1],
] as const) {
  test(`a declaration with ${how} takes effect`, async ({ page, portal }) => {
    await enter(page, portal);
    const tab = await openConnections(page);
    portal.fail({ at: 'declare', how });
    await declare(tab);
    const message = tab.getByText('a bien été enregistrée');
    await expect(tab.getByRole('heading', { name: 'RACCORDEMENTS API PISTE' })).toBeVisible();
    await expect(tab.getByRole('cell', { name: 'Pldiffusion1' })).toBeVisible();
    await expect(message).toHaveCount(0);
    expect(portal.truth().writes).toBe(1);
    expect(await tab.locator('.message-succes').count()).toBeLessThanOrEqual(shows);
  });
}

/** Later than the test: it is listed when the test says so. */
const MUCH_LATER = 600_000;

test('a connection that is listed late is there at once, its name taken', async ({
  page,
  portal,
}) => {
  await enter(page, portal);
  const tab = await openConnections(page);
  portal.fail({ at: 'declare', how: 'listed-late', afterMs: MUCH_LATER });
  await declare(tab);
  await expect(tab.getByText('a bien été enregistrée')).toBeVisible();
  expect(portal.truth().connections).toHaveLength(1);
  await expect(tab.getByRole('cell', { name: 'Pldiffusion1' })).toHaveCount(0);
  await declare(tab);
  await expect(tab.getByText('déjà utilisé')).toBeVisible();

  portal.landLate();
  await tab.getByRole('button', { name: 'Annuler' }).click();
  await expect(tab.getByRole('cell', { name: 'Pldiffusion1' })).toBeVisible();
  expect(portal.truth().writes).toBe(1);
});

test('an account that is listed late is there at once, its login taken', async ({
  page,
  portal,
}) => {
  await enter(page, portal);
  portal.fail({ at: 'create-account', how: 'listed-late', afterMs: MUCH_LATER });
  const fill = async (): Promise<void> => {
    await openAccountForm(page);
    await chooseOnPortal(page, 'Type de demande', "Création d'un compte technique");
    await chooseOnPortal(page, 'Choisir la structure', '73282932000074');
    await expect(page.getByLabel('Mot de passe')).not.toHaveValue('');
  };
  const listed = page.getByRole('cell', { name: 'TECH_1_73282932000074@cpro.fr' });
  const home = page.url();
  await fill();
  await page.getByRole('button', { name: 'Soumettre' }).click();
  await expect(page.getByRole('heading', { name: 'Demande enregistrée' })).toBeVisible();
  expect(portal.truth().accounts).toHaveLength(1);

  await page.goto(home);
  await fill();
  await expect(page.getByLabel('Login', { exact: true })).toHaveValue(/^TECH_2_/u);
  await expect(listed).toHaveCount(0);
  portal.landLate();
  await page.goto(home);
  await fill();
  await expect(listed).toBeVisible();
  expect(portal.truth().writes).toBe(1);
});

test('a submit button can be there twice', async ({ page, portal }) => {
  await enter(page, portal);
  portal.fail({ at: 'connections', how: 'duplicate-submit', times: 3 });
  const tab = await openConnections(page);
  await tab.getByRole('button', { name: 'Déclarer un raccordement PISTE' }).click();
  await expect(tab.getByRole('button', { name: 'Valider' })).toHaveCount(2);
});

test('login and password can change a second after they were shown', async ({ page, portal }) => {
  await enter(page, portal);
  portal.fail({ at: 'autofill', how: 'autofill-changes' });
  await openAccountForm(page);
  await chooseOnPortal(page, 'Type de demande', "Création d'un compte technique");
  await chooseOnPortal(page, 'Choisir la structure', '73282932000074');
  const password = page.getByLabel('Mot de passe');
  await expect(password).not.toHaveValue('');
  const first = await password.inputValue();
  await expect(password).not.toHaveValue(first);
});
