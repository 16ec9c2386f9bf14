import { enter, expect, openAccountForm, openConnections, openDomain, test } from './person.ts';

test.describe('with a label that was renamed', () => {
  test.use({ portalOptions: { wordings: { Valider: 'Confirmer', 'Type de demande': 'Demande' } } });

  test('the new wording stands wherever the old one did', async ({ page, portal }) => {
    await enter(page, portal);
    const tab = await openConnections(page);
    await tab.getByRole('button', { name: 'Déclarer un raccordement PISTE' }).click();
    await expect(tab.getByRole('button', { name: 'Confirmer' })).toBeVisible();
    await page.goto(`${portal.url}aife_csm/fr?id=aife_home`);
    await openAccountForm(page);
    await expect(page.locator('label.field-label').first()).toHaveText(/^\s*Demande\s*$/u);
  });
});

test.describe('in English', () => {
  test.use({ portalOptions: { language: 'en', secondFactor: 'none' } });

  test('a domain and an application share a title, and some labels stay French', async ({
    page,
    portal,
  }) => {
    await page.goto(`${portal.url}login_with_sso.do`);
    await page.locator('#username').fill(portal.administrator.login);
    await page.locator('#password').fill(portal.administrator.password);
    await page.locator('#kc-login').click();
    await expect(page.getByRole('heading', { name: 'Chorus Pro Domains' })).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Connections' })).toHaveCount(1);
    await page.getByRole('link', { name: 'Access the domain' }).nth(4).click();
    await expect(
      page.getByRole('heading', { name: 'Applications of the Connections domain' }),
    ).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Connections', exact: true })).toHaveCount(1);
    await expect(page.getByRole('button', { name: 'Access Service' })).toHaveCount(4);
  });
});

test.describe('with the applications on the home page', () => {
  test.use({ portalOptions: { applicationsOn: 'home', opens: 'same-tab' } });

  test('the card opens the other application in the same tab', async ({ page, portal }) => {
    await enter(page, portal);
    await page
      .getByRole('article')
      .filter({ hasText: 'Gérer les raccordements EDI et API' })
      .getByRole('button', { name: 'Accéder' })
      .click();
    await expect(page).toHaveURL(/cpro\.localhost.*raccordementsEdiApi/u);
  });
});

test.describe('as a user who manages one structure of two', () => {
  test.use({
    portalOptions: {
      structures: [
        { siret: '73282932000074', companyName: 'PL DIFFUSION LYON' },
        { siret: '81263740300013', companyName: 'ATELIER CHÊNE ET LIN', role: 'utilisateur' },
      ],
    },
  });

  test('technical accounts are offered for that one alone', async ({ page, portal }) => {
    await enter(page, portal);
    await openAccountForm(page);
    await page.locator('#s2id_sp_formfield_structure .select2-choice').click();
    await expect(page.locator('#select2-drop .select2-result-selectable')).toHaveText([
      '73282932000074',
    ]);
  });
});

test.describe('with headers where the list is empty', () => {
  test.use({ portalOptions: { emptyList: 'headers' } });

  test('the table stands without rows', async ({ page, portal }) => {
    await enter(page, portal);
    const tab = await openConnections(page);
    await expect(tab.getByRole('row')).toHaveCount(1);
    await expect(tab.getByText('0 sur 0')).toBeVisible();
  });
});

test('the chatbot covers the corner of the page', async ({ page, portal }) => {
  await enter(page, portal);
  await openDomain(page);
  const box = await page.getByRole('button', { name: 'ClaudIA' }).boundingBox();
  const view = page.viewportSize();
  expect((box?.x ?? 0) + (box?.width ?? 0)).toBeGreaterThan((view?.width ?? Infinity) - 60);
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBeGreaterThan((view?.height ?? Infinity) - 60);
});

test('a document of another session leads to a page that has expired', async ({ page, portal }) => {
  await enter(page, portal);
  const tab = await openConnections(page);
  const address = tab.url();
  portal.endSessions('applications');
  await tab.goto(address);
  await expect(tab.getByRole('heading', { name: 'RACCORDEMENTS API PISTE' })).toBeVisible();
  await tab.goto(address.replace('s1', 's7'));
  await expect(tab.getByRole('heading', { name: 'PAGE EXPIRÉE' })).toBeVisible();
});
