import { expect, test } from '@playwright/test';
import type { Page } from 'playwright';
import { ActivePage } from '../../src/browser/active-page.ts';

const PORTAL = 'http://portail.localhost/';

/** Shows a page with this script, whose `/data` answers after a while (milliseconds). */
async function show(page: Page, script: string, answersAfterMs = 0): Promise<ActivePage> {
  const activePage = new ActivePage(page);
  await page.route(`${PORTAL}**`, async (route) => {
    const isData = route.request().url().endsWith('/data');
    if (isData) await new Promise((resolve) => setTimeout(resolve, answersAfterMs));
    const body = isData ? 'data' : `<!doctype html><p>old</p><script>${script}</script>`;
    const contentType = isData ? 'text/plain' : 'text/html';
    await route.fulfill({ body, contentType });
  });
  await page.goto(PORTAL);
  return activePage;
}

const SAY = `const say = (text) => { document.querySelector('p').textContent = text; };`;

test('a page that is drawn piece by piece has settled once it is whole', async ({ page }) => {
  const activePage = await show(
    page,
    `${SAY} let piece = 0;
     const draw = () => { piece += 1; say('piece ' + piece); if (piece < 6) setTimeout(draw, 30); };
     fetch('/data').then(draw);`,
    100,
  );
  await activePage.settled();
  await expect(page.locator('p')).toHaveText('piece 6', { timeout: 1 });
});

test('a request that begins while a page seems at rest is waited for', async ({ page }) => {
  const activePage = await show(
    page,
    `${SAY} setTimeout(() => fetch('/data').then(() => say('new')), 20);`,
    600,
  );
  await activePage.settled();
  await expect(page.locator('p')).toHaveText('new', { timeout: 1 });
});

test('a page that never stands still has settled once it waits for nothing', async ({ page }) => {
  const activePage = await show(page, `${SAY} setInterval(() => say(String(Date.now())), 10);`);
  await activePage.settled();
  await expect(page.locator('p')).not.toHaveText('old');
});

test('a page that replaces itself has settled once the other one has loaded', async ({ page }) => {
  const activePage = await show(
    page,
    `${SAY} if (location.pathname === '/') setTimeout(() => { location.href = '/other'; }, 20);
     else fetch('/data').then(() => say('other'));`,
    100,
  );
  await activePage.settled();
  await expect(page.locator('p')).toHaveText('other', { timeout: 1 });
});

test('a page that was clicked is given time to react, however long it was at rest', async ({
  page,
}) => {
  const activePage = await show(
    page,
    `${SAY} addEventListener('click', () => setTimeout(() => say('clicked'), 30));`,
  );
  await activePage.settled();
  await expect.poll(() => activePage.quietFor(page)).toBeGreaterThan(300);
  activePage.act();
  await page.locator('p').click();
  await activePage.settled();
  await expect(page.locator('p')).toHaveText('clicked', { timeout: 1 });
});

test('what is read a second time is read after a further moment', async ({ page }) => {
  const activePage = await show(page, SAY);
  await activePage.settled();
  // However long nothing was asked for.
  await expect.poll(() => activePage.quietFor(page)).toBeGreaterThan(300);
  await page.evaluate(`setTimeout(() => say('late'), 40)`);
  await activePage.staysSettled();
  expect(await page.locator('p').textContent()).toBe('late');
});
