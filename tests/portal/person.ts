import { test as base, type Page } from '@playwright/test';
import { Secret, TOTP } from 'otpauth';

import type { PortalOptions, StandInPortal } from '../../fixtures/portal/options.ts';
import { QUICK } from '../../fixtures/playwright/test-portal.ts';
import { startPortal } from '../../fixtures/portal/server.ts';

interface PortalFixtures {
  /** Set with `test.use({ portalOptions: … })`. */
  portalOptions: PortalOptions;
  portal: StandInPortal;
}

/** Each test has a stand-in portal of its own, which answers at once. */
export const test = base.extend<PortalFixtures>({
  portalOptions: [{}, { option: true }],
  portal: async ({ portalOptions }, use) => {
    const portal = await startPortal({ ...QUICK, ...portalOptions });
    await use(portal);
    await portal.close();
  },
});

export { expect } from '@playwright/test';

/** The code that the administrator's authenticator shows, or will show `steps` times 30 s later. */
export function totpCode(portal: StandInPortal, steps = 0): string {
  const totp = new TOTP({ secret: Secret.fromBase32(portal.administrator.totpSecret) });
  return totp.generate({ timestamp: Date.now() + steps * 30_000 });
}

/** Goes from the welcome page to the form that asks for the password, and answers it. */
export async function typePassword(
  page: Page,
  portal: StandInPortal,
  password = portal.administrator.password,
): Promise<void> {
  await page.goto(portal.url);
  await page.getByRole('link', { name: /^(?:Se connecter|Connexion)$/u }).click();
  await page.locator('#username').fill(portal.administrator.login);
  await page.locator('#password').fill(password);
  await page.locator('#kc-login').click();
}

export async function typeCode(page: Page, code: string): Promise<void> {
  await page.getByLabel('Code à usage unique').fill(code);
  await page.locator('#kc-login').click();
}

/** Signs in as a person does, as far as the home page. */
export async function signIn(page: Page, portal: StandInPortal): Promise<void> {
  await typePassword(page, portal);
  await typeCode(page, totpCode(portal));
  await page.getByRole('heading', { name: 'Domaines Chorus Pro' }).waitFor();
}

/** Opens the home page as someone who has signed in before. */
export async function enter(page: Page, portal: StandInPortal): Promise<void> {
  await page.context().addCookies(portal.signedIn().cookies);
  await page.goto(portal.url);
  await page.getByRole('heading', { name: 'Domaines Chorus Pro' }).waitFor();
}

/** Opens an application of the domain "Raccordements" from the home page. */
export async function openDomain(page: Page): Promise<void> {
  await page
    .getByRole('article')
    .filter({ has: page.getByRole('heading', { name: 'Raccordements', exact: true }) })
    .getByRole('link', { name: 'Accéder au domaine' })
    .click();
  await page.getByRole('heading', { name: 'Applications du domaine Raccordements' }).waitFor();
}

export async function openAccountForm(page: Page): Promise<void> {
  await openDomain(page);
  await page
    .getByRole('article')
    .filter({ hasText: 'Compte technique' })
    .getByRole('button', { name: 'Accéder' })
    .click();
  await page.getByRole('heading', { name: 'Compte technique' }).waitFor();
}

/** Opens the list of connections, in the tab that the card opens. */
export async function openConnections(page: Page): Promise<Page> {
  await openDomain(page);
  const opened = page.context().waitForEvent('page');
  await page
    .getByRole('article')
    .filter({ hasText: 'EDI et API' })
    .getByRole('button', { name: 'Accéder' })
    .click();
  const tab = await opened;
  await tab.getByRole('link', { name: 'Gérer raccordement API' }).click();
  await tab.getByRole('heading', { name: 'RACCORDEMENTS API PISTE' }).waitFor();
  return tab;
}

/** Chooses in a select2 of the portal (3.5) by mouse. */
export async function chooseOnPortal(page: Page, label: string, option: string): Promise<void> {
  const field = page
    .locator('.form-group')
    .filter({ has: page.locator('label.field-label', { hasText: label }) });
  await field.locator('[id^="s2id_sp_formfield_"] .select2-choice').click();
  const drop = page.locator('#select2-drop');
  await drop.getByRole('option', { name: option, exact: true }).click();
  await drop.waitFor({ state: 'detached' });
}

/** Chooses in a select2 of the older application (4.0) by mouse. */
export async function chooseInCpro(page: Page, id: string, option: string): Promise<void> {
  await page.locator(`#select2-${id}-container`).click();
  await page.locator(`#select2-${id}-results`).getByRole('option', { name: option }).click();
}

const GENERAL = 'RAC_DeclarerRaccordement_InformationsGenerales';

/** Declares a connection named Pldiffusion1, from the list on. */
export async function declare(tab: Page): Promise<void> {
  await tab.getByRole('button', { name: 'Déclarer un raccordement PISTE' }).click();
  await chooseInCpro(tab, `${GENERAL}_Structure`, '73282932000074 - PL DIFFUSION LYON');
  await chooseInCpro(tab, `${GENERAL}_TypeUtilisation`, 'Utilisation en propre');
  await tab.getByLabel("Nom de l'application PISTE").fill('Pldiffusion1');
  await tab.getByLabel('Nom Prénom').fill('Moreau Camille');
  await tab.getByLabel('Téléphone').fill('0472000000');
  await tab.getByLabel('Adresse électronique').fill('agence@pldiffusion.example');
  await tab.getByRole('button', { name: 'Valider' }).click();
}
