// What one look at each page of the stand-in portal costs: `npm run build && node bench/look.mjs`.
// Milliseconds (quickest and median) and kilobytes of what Playwright gives.
import { chromium } from 'playwright';
import { findBrowser } from '../dist/src/browser/find-browser.js';
import { startPortal } from '../dist/fixtures/portal/server.js';

const ROUNDS = 15;

const portal = await startPortal({ networkDelay: false, autofillDelayMs: 0, secondFactor: 'none' });
const found = findBrowser(process.env.RACCORD_BROWSER);
const browser = await chromium.launch(found);
try {
  const context = await browser.newContext({ locale: 'fr-FR' });
  const page = await context.newPage();
  await page.goto(portal.url);
  await measure('welcome', page);
  await page.getByRole('link', { name: 'Se connecter' }).click();
  await page.locator('#password').waitFor();
  await measure('identity provider', page);
  await context.addCookies(portal.signedIn().cookies);
  await page.goto(portal.url);
  await page.getByRole('heading', { name: 'Domaines Chorus Pro' }).waitFor();
  await measure('home, six domains', page);
  await openDomain(page);
  const opened = context.waitForEvent('page');
  await openCard(page, 'EDI et API');
  const tab = await opened;
  await tab.getByRole('link', { name: 'Gérer raccordement API' }).click();
  const declare = tab.getByRole('button', { name: 'Déclarer un raccordement PISTE' });
  await declare.waitFor();
  await measure('list of connections', tab);
  await declare.click();
  await tab.getByLabel('Nom Prénom').waitFor();
  await measure('declaration', tab);
  await page.goto(portal.url);
  await openDomain(page);
  await openCard(page, 'Compte technique');
  await page.getByRole('button', { name: 'Soumettre' }).waitFor();
  await measure('technical account', page);
} finally {
  await browser.close();
  await portal.close();
}

async function openDomain(page) {
  const card = page.getByRole('article').filter({ hasText: 'Raccordements EDI et API' });
  await card.getByRole('link', { name: 'Accéder au domaine' }).click();
  await page.getByRole('heading', { name: 'Applications du domaine' }).waitFor();
}

async function openCard(page, words) {
  const card = page.getByRole('article').filter({ hasText: words });
  await card.getByRole('button', { name: 'Accéder' }).click();
}

async function measure(name, page) {
  const times = [];
  let size = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const began = performance.now();
    const look = await page.ariaSnapshotJSON({ mode: 'ai', boxes: true });
    times.push(performance.now() - began);
    size = JSON.stringify(look).length / 1024;
  }
  times.sort((one, other) => one - other);
  const elements = await page.locator('*').count();
  const [quickest, median] = [times[0], times[Math.floor(ROUNDS / 2)]].map((ms) => ms.toFixed(0));
  console.log(
    `${name.padEnd(20)} ${elements} elements, ${quickest} to ${median} ms, ${size.toFixed(1)} kB`,
  );
}
