import { AxeBuilder } from '@axe-core/playwright';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { seedBusyHome, seedGoingRun, siretNumbered } from '../../fixtures/playwright/busy-home.ts';
import { inLedger } from '../../fixtures/playwright/seeded-home.ts';
import { expect, test } from './board-fixtures.ts';

const SCREEN = { width: 1280, height: 800 };
const PHONE = { width: 360, height: 740 };

/** In doubt: the eleventh SIRET of a busy home. */
const DOUBTFUL = siretNumbered(11);

/** What the browser complains of, a breach of the page's own policy included. */
function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', ({ message }) => complaints.push(message));
  return complaints;
}

async function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}

for (const [colorScheme, size, tag] of [
  ['light', SCREEN, ''],
  ['dark', PHONE, ''],
  ['dark', SCREEN, ' @whole'],
  ['light', PHONE, ' @whole'],
] as const) {
  test(`nothing keeps anyone from reading it: ${colorScheme}, ${size.width} px wide${tag}`, async ({
    page,
    place,
    startBoard,
  }) => {
    await seedBusyHome(place, 12);
    const going = await seedGoingRun(place, { all: 30, done: 12 });
    const board = await startBoard();
    const complaints = complaintsOf(page);
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(size);
    for (const path of ['/', '/sirets', `/sirets/${DOUBTFUL}`, '/nothing-here']) {
      await page.goto(`${board}${path}`);
      expect((await new AxeBuilder({ page }).analyze()).violations, path).toEqual([]);
      expect(await overflow(page), path).toBe(0);
    }
    expect(complaints.filter((one) => !one.includes('404'))).toEqual([]);
    await going.end();
  });
}

test('what waits for a person comes first, then who works on what and how far it is', async ({
  page,
  place,
  startBoard,
}) => {
  await seedBusyHome(place, 12);
  await inLedger(place, (ledger) => ledger.recordSignIn('ops@exemple.fr', { outcome: 'refused' }));
  const going = await seedGoingRun(place, { all: 30, done: 12 });
  await page.goto(await startBoard());
  await expect(page.getByRole('heading', { level: 2 })).toHaveText([
    'À faire d’abord',
    'En cours',
    'SIRET par état',
    'Mots de passe',
    'Derniers passages',
  ]);
  const todo = page.getByRole('region', { name: 'À faire d’abord' });
  await expect(todo.getByRole('listitem').first()).toContainText('raccord sign-in');
  await expect(todo).toContainText(`raccord plan --siret ${DOUBTFUL}`);
  const working = page.getByRole('region', { name: 'En cours' });
  await expect(working).toContainText('raccord batch');
  await expect(working).toContainText('12 SIRET sur 30 · 2 échecs · encore 8');
  await expect(working.getByRole('img', { name: 'Avancement: 40 %' })).toBeVisible();
  await expect(working.getByRole('link', { name: siretNumbered(13) })).toBeVisible();
  await expect(working).toContainText('remplir la déclaration');
  await expect(page.getByRole('row', { name: 'batch' }).first()).toContainText('en cours');
  await going.end();
  await page.reload();
  await expect(working).toContainText('Rien ne tourne en ce moment.');
});

test('it is used by keyboard alone, without a script', async ({ browser, place, startBoard }) => {
  await seedBusyHome(place, 60);
  const board = await startBoard();
  const context = await browser.newContext({ javaScriptEnabled: false, locale: 'en-GB' });
  const page = await context.newPage();
  await page.goto(`${board}/sirets`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('60 SIRETs');
  await expect(page.getByRole('row')).toHaveCount(1 + 50);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('SIRET, or its first digits')).toBeFocused();
  await page.keyboard.type(DOUBTFUL.slice(0, 12));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('1 of 60 SIRETs');
  await page.getByRole('link', { name: DOUBTFUL }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(DOUBTFUL);
  const history = page.getByRole('region', { name: 'What happened' }).getByRole('listitem');
  await expect(history.first()).toContainText('Account in doubt: a person must check');
  await expect(history).toHaveCount(8);
  await context.close();
});

test('a filter narrows the SIRETs down, and pages keep it', async ({ page, place, startBoard }) => {
  await seedBusyHome(place, 120);
  const board = await startBoard();
  await page.goto(`${board}/sirets`);
  await page.getByLabel('État').selectOption('fait');
  await page.getByRole('button', { name: 'Afficher' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^\d+ SIRET sur 120$/u);
  const paging = page.getByRole('navigation', { name: 'Autres pages' });
  await expect(paging).toContainText('Page 1 sur 2');
  await paging.getByRole('link', { name: 'Suivante' }).click();
  await expect(paging).toContainText('Page 2 sur 2');
  await expect(page.getByLabel('État')).toHaveValue('done');
  await page.getByLabel('État').selectOption('en doute');
  await page.getByRole('button', { name: 'Afficher' }).click();
  await expect(page.getByRole('row')).toHaveCount(1 + 2);
});

test('it is asked for again by itself only where that is wanted', async ({ page, startBoard }) => {
  const board = await startBoard();
  const still = await page.goto(board);
  expect(still?.headers()['refresh']).toBeUndefined();
  const [going] = await Promise.all([
    page.waitForResponse(/refresh=30/u),
    page.getByRole('link', { name: 'Actualiser toutes les 30 s' }).click(),
  ]);
  expect(going.headers()['refresh']).toBe('30');
  await page.getByRole('link', { name: 'SIRET' }).click();
  await expect(page).toHaveURL(/refresh=30/u);
  await page.getByRole('link', { name: 'Ne plus actualiser' }).click();
  await expect(page).not.toHaveURL(/refresh/u);
});

test('several profiles stand side by side, each with its own name in what is to be typed', async ({
  page,
  placeOf,
  startBoard,
}) => {
  await seedBusyHome(placeOf('lyon'), 11);
  await seedBusyHome(placeOf('nantes'), 3);
  const board = await startBoard(['lyon', 'nantes']);
  await page.goto(board);
  const todo = page.getByRole('region', { name: 'À faire d’abord' });
  await expect(todo).toContainText(`raccord plan --siret ${DOUBTFUL} --profile lyon`);
  await expect(todo).toContainText('raccord deliver --profile nantes');
  await page.goto(`${board}/sirets`);
  await page.getByLabel('Profil').selectOption('nantes');
  await page.getByRole('button', { name: 'Afficher' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('3 SIRET sur 14');
  const metrics = await (await page.goto(`${board}/metrics`))?.text();
  expect(metrics?.match(/^# TYPE raccord_failed gauge$/gmu)).toHaveLength(1);
  expect(metrics).toContain('raccord_doubtful{profile="lyon"} 1');
  expect(metrics).toContain('raccord_doubtful{profile="nantes"} 0');
});

test('a ledger that is damaged is told on the page, with what to type', async ({
  page,
  place,
  startBoard,
}) => {
  await seedBusyHome(place, 3);
  await writeFile(join(place.home, 'ledger.db'), 'no ledger at all');
  await page.goto(await startBoard());
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Un registre est illisible');
  await expect(page.getByText('LEDGER_DAMAGED')).toBeVisible();
  await expect(page.getByText('raccord doctor --offline')).toBeVisible();
  await expect(page.locator('body')).not.toContainText('.ts:');
});
