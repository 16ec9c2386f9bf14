import type { Locator, Page } from '@playwright/test';

import type { SkinName } from '../../fixtures/portal/options.ts';

/** How a person handles the fields of one technology, found by what stands beside them. */
export interface Hands {
  /** By mouse. */
  choose(page: Page, label: string, option: string): Promise<void>;
  /** A text field. */
  text(page: Page, label: string): Locator;
  /** What a field shows that can only be read. */
  shown(page: Page, label: string): Promise<string>;
  /** A row of a list that holds a text. */
  row(page: Page, text: string): Locator;
}

const byRole = (page: Page, text: string): Locator =>
  page.getByRole('row').filter({ hasText: text });

const native: Hands = {
  choose: async (page, label, option) => {
    await page.getByLabel(label).selectOption({ label: option });
  },
  text: (page, label) => page.getByLabel(label),
  shown: async (page, label) =>
    (await page.locator('dl', { hasText: label }).locator('dd').textContent()) ?? '',
  row: byRole,
};

/** The cell after the one that holds the label. */
const cell = (page: Page, label: string): Locator =>
  page.locator('td.libelle', { hasText: label }).locator('xpath=following-sibling::td[1]');

const table: Hands = {
  choose: async (page, label, option) => {
    const radio = cell(page, label).getByLabel(option);
    if ((await radio.count()) > 0) return radio.check();
    await cell(page, label).locator('input[type=text]').pressSequentially(option.slice(0, 14));
    await cell(page, label).locator('li', { hasText: option }).click();
  },
  text: (page, label) => cell(page, label).locator('input'),
  shown: (page, label) => cell(page, label).locator('input').inputValue(),
  row: byRole,
};

export const HANDS: Readonly<Partial<Record<SkinName, Hands>>> = { native, table };
