import {
  enter,
  expect,
  openConnections,
  signIn,
  test,
  totpCode,
  typeCode,
  typePassword,
} from './person.ts';

const REFUSED = "Nom d'utilisateur ou mot de passe invalide.";

test('a person signs in with a password and a code of the authenticator', async ({
  page,
  portal,
}) => {
  await signIn(page, portal);
  await expect(page.getByRole('link', { name: 'Accéder au domaine' })).toHaveCount(6);
  expect(portal.truth().signIns.map(({ outcome }) => outcome)).toEqual(['signed-in']);
});

test('a wrong password shows the same form again with one sentence', async ({ page, portal }) => {
  await typePassword(page, portal, 'pas le bon');
  await expect(page.locator('#input-error')).toHaveText(REFUSED);
  await expect(page.locator('#kc-form-login')).toBeVisible();
});

test('five wrong passwords block the account, and the right one is refused the same way', async ({
  page,
  portal,
}) => {
  await typePassword(page, portal, 'faux 1');
  for (const password of ['faux 2', 'faux 3', 'faux 4', 'faux 5', portal.administrator.password]) {
    await page.locator('#password').fill(password);
    await page.locator('#kc-login').click();
    await expect(page.locator('#input-error')).toHaveText(REFUSED);
    await expect(page.locator('#password')).toHaveValue('');
  }
  expect(portal.truth().signIns.at(-1)?.outcome).toBe('blocked');
});

test.describe('an hour later', () => {
  let shift = 0;
  test.use({ portalOptions: { now: () => new Date(Date.now() + shift), secondFactor: 'none' } });

  test('a blocked account lets the right password in', async ({ page, portal }) => {
    shift = 0;
    await typePassword(page, portal, 'faux 1');
    for (const password of ['faux 2', 'faux 3', 'faux 4', 'faux 5']) {
      await page.locator('#password').fill(password);
      await page.locator('#kc-login').click();
      await expect(page.locator('#password')).toHaveValue('');
    }
    shift = 61 * 60_000;
    await typePassword(page, portal);
    await expect(page.getByRole('heading', { name: 'Domaines Chorus Pro' })).toBeVisible();
  });
});

test('a code is accepted once only', async ({ page, portal }) => {
  await typePassword(page, portal);
  const code = totpCode(portal);
  await typeCode(page, code);
  await page.getByRole('heading', { name: 'Domaines Chorus Pro' }).waitFor();
  portal.endSessions();
  await page.context().clearCookies();
  await typePassword(page, portal);
  await typeCode(page, code);
  await expect(page.locator('#input-error-otp-code')).toHaveText(
    "Le code d'authentification est invalide.",
  );
  await typeCode(page, totpCode(portal, 1));
  await expect(page.getByRole('heading', { name: 'Domaines Chorus Pro' })).toBeVisible();
});

test('a form that was shown before leads to "La page a expiré"', async ({ page, portal }) => {
  await typePassword(page, portal, 'faux');
  const form = page.locator('#kc-form-login');
  const stale = (await form.getAttribute('action')) ?? '';
  await page.locator('#password').fill('encore faux');
  await page.locator('#kc-login').click();
  await expect(page.locator('#password')).toHaveValue('');
  await form.evaluate((element, action) => element.setAttribute('action', action), stale);
  await page.locator('#username').fill(portal.administrator.login);
  await page.locator('#password').fill(portal.administrator.password);
  await page.locator('#kc-login').click();
  await expect(page.getByRole('heading', { name: 'La page a expiré' })).toBeVisible();
  await page.locator('#loginRestartLink').click();
  await expect(page.locator('#kc-form-login')).toBeVisible();
});

test('sessions that end bounce to the identity provider, and back where one was', async ({
  page,
  portal,
}) => {
  await signIn(page, portal);
  await page.goto(`${portal.url}aife_csm/fr?id=aife_domain&domain=raccordements`);
  portal.endSessions();
  await page.reload();
  await expect(page.locator('#kc-form-login')).toBeVisible();
  await page.locator('#username').fill(portal.administrator.login);
  await page.locator('#password').fill(portal.administrator.password);
  await page.locator('#kc-login').click();
  await typeCode(page, totpCode(portal, 1));
  await expect(page).toHaveURL(/id=aife_domain&domain=raccordements/u);
});

test('a session of the portal alone comes back silently', async ({ page, portal }) => {
  await signIn(page, portal);
  portal.endSessions('applications');
  await page.getByRole('link', { name: 'Accéder au domaine' }).nth(4).click();
  await expect(
    page.getByRole('heading', { name: 'Applications du domaine Raccordements' }),
  ).toBeVisible();
  expect(portal.truth().signIns).toHaveLength(1);
});

test('a session that is handed out opens both applications, and ends as any other', async ({
  page,
  portal,
}) => {
  await enter(page, portal);
  const tab = await openConnections(page);
  portal.endSessions();
  await tab.reload();
  await expect(tab.locator('#kc-form-login')).toBeVisible();
  expect(portal.truth().signIns.map(({ outcome }) => outcome)).toEqual(['signed-in']);
});

test.describe('with a code sent by e-mail', () => {
  test.use({ portalOptions: { secondFactor: 'email' } });

  test('the latest code sent to the login opens the portal', async ({ page, portal }) => {
    await typePassword(page, portal);
    await page.locator('[name="resend"]').click();
    await expect.poll(() => portal.sentCodes().length).toBe(2);
    const sent = portal.sentCodes().at(-1);
    expect(sent?.to).toBe(portal.administrator.login);
    await page.locator('#emailCode').fill(sent?.code ?? '');
    await page.locator('[name="login"]').click();
    await expect(page.getByRole('heading', { name: 'Domaines Chorus Pro' })).toBeVisible();
  });
});

for (const [screen, selector] of [
  ['update-password', '#kc-passwd-update-form'],
  ['terms', '#kc-terms-text'],
] as const) {
  test.describe(`with the screen ${screen}`, () => {
    test.use({ portalOptions: { afterPassword: screen } });

    test(`${screen} stands between the code and the portal`, async ({ page, portal }) => {
      await typePassword(page, portal);
      await typeCode(page, totpCode(portal));
      await expect(page.locator(selector)).toBeVisible();
      expect(portal.truth().signIns.at(-1)?.outcome).toBe('person-needed');
    });
  });
}

test.describe('with a security key', () => {
  test.use({ portalOptions: { afterPassword: 'security-key' } });

  test('another method leads to the code', async ({ page, portal }) => {
    await typePassword(page, portal);
    await page.locator('#try-another-way').click();
    await page.locator('#kc-select-credential-form button').first().click();
    await typeCode(page, totpCode(portal));
    await expect(page.getByRole('heading', { name: 'Domaines Chorus Pro' })).toBeVisible();
  });
});

test('an unknown host is refused', async ({ request, portal }) => {
  const response = await request.get(`http://127.0.0.1:${portal.port}/`, { maxRedirects: 0 });
  expect(response.status()).toBe(421);
});
