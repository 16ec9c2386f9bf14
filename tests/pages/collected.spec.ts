import { ConnectionsPage } from '../../flows/pages/connections-page.ts';
import { DeclarationPage } from '../../flows/pages/declaration-page.ts';
import { probeAll } from '../../flows/pages/probe.ts';
import type { ReliedPart } from '../../flows/pages/relied-on.ts';
import { TechnicalAccountPage } from '../../flows/pages/technical-account-page.ts';
import { expect, test } from '../../fixtures/playwright/collected-page.ts';

/** Collected pages and what a page object relies on there. */
const PAGES: readonly (readonly [file: string, parts: readonly ReliedPart[]])[] = [
  ['stand-in/connections.html', ConnectionsPage.reliesOn('list')],
  ['stand-in/declaration.html', DeclarationPage.reliesOn('—')],
  [
    'stand-in/account.html',
    [...TechnicalAccountPage.reliesOn('empty'), ...TechnicalAccountPage.reliesOn('filled')],
  ],
];

for (const [file, parts] of PAGES) {
  test(`the page object finds all it relies on in ${file}`, async ({ collectedPage }) => {
    const { page } = await collectedPage(file);
    // Nothing can be chosen on a page without scripts.
    const still = parts
      .filter(({ kind }) => kind !== 'option')
      .map(({ needs: _, ...part }) => part);
    const probes = await probeAll(page, still, file);
    expect(probes.filter(({ verdict }) => !verdict.startsWith('found'))).toEqual([]);
  });
}

test('a collected page holds nothing that was typed or shown of the user', async ({
  collectedPage,
}) => {
  const { page } = await collectedPage('stand-in/account.html');
  const values = await page
    .locator('input')
    .evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value));
  expect(new Set(values)).toEqual(new Set(['']));
  expect(await page.locator('script, style, link, input[type=hidden]').count()).toBe(0);
  const cells = await page.locator('tbody td').allTextContents();
  expect(cells.join(' ')).toMatch(/^[Xx0\s\p{P}]+$/u);
});

test('a list that was collected is read line by line', async ({ collectedPage }) => {
  const list = new ConnectionsPage(await collectedPage('stand-in/connections.html'));
  expect(await list.isShown()).toBe(true);
  const offered = await list.offeredStructures();
  expect(offered?.filter((text) => text.includes('00000000000000'))).not.toEqual([]);
});
