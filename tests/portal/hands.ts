import { expect, type Locator, type Page } from '@playwright/test';

import type { SkinName } from '../../fixtures/portal/options.ts';

/** How a person handles the fields of one technology, found by what stands beside them. */
export interface Hands {
  /** By mouse. */
  choose(page: Page, label: string, option: string): Promise<void>;
  /** A text field. */
  text(page: Page, label: string): Locator;
  /** What a field shows that can only be read. */
  shown(page: Page, label: string): Promise<string>;
  /** Presses a button, past a list that opened again over it. */
  press(page: Page, name: string): Promise<void>;
  /** A row of a list that holds a text. */
  row(page: Page, text: string): Locator;
}

const byRole = (page: Page, text: string): Locator =>
  page.getByRole('row').filter({ hasText: text });

const pressAtOnce = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name }).click();

const native: Hands = {
  press: pressAtOnce,
  choose: async (page, label, option) => {
    await page.getByLabel(label).selectOption({ label: option });
  },
  text: (page, label) => page.getByLabel(label),
  shown: async (page, label) =>
    (await page.locator('dl', { hasText: label }).locator('dd').textContent()) ?? '',
  row: byRole,
};

/** The fields that select2 covers are found by the label before it. */
const select2: Hands = {
  ...native,
  choose: async (page, label, option) => {
    await page
      .locator('.form-group, .champ', { hasText: label })
      .locator('.select2-selection')
      .click();
    await page.locator('.select2-results').getByRole('option', { name: option }).click();
  },
  shown: (page, label) => page.getByLabel(label, { exact: true }).inputValue(),
};

/** The services portal's fields are AngularJS's, as by default; these are the older application's. */
const select2Old: Hands = {
  ...select2,
  choose: async (page, label, option) => {
    const field = page.locator('.form-group, .champ', { hasText: label });
    // Before the form of the services portal is ready, a container without its field's id stands.
    await field.locator(':is([id^="s2id_sp_"], [id^="s2id_RAC_"]) .select2-choice').click();
    await page.locator('#select2-drop').getByRole('option', { name: option }).click();
    await page.locator('#select2-drop').waitFor({ state: 'detached' });
  },
};

const labelled = (page: Page, label: string): Locator => page.locator('.float', { hasText: label });

/** By keyboard, as well. */
const doubled: Hands = {
  press: pressAtOnce,
  choose: async (page, label, option) => {
    await page.getByRole('combobox', { name: label }).press('Enter');
    await labelled(page, label).getByRole('option', { name: option }).click();
  },
  text: (page, label) => page.getByRole('textbox', { name: label }),
  shown: async (page, label) =>
    (await page.getByRole('textbox', { name: label }).textContent()) ?? '',
  row: byRole,
};

const shoelace: Hands = {
  press: pressAtOnce,
  choose: async (page, label, option) => {
    const select = page.locator(`sl-select[label="${label}"]`);
    const offered = select.locator('sl-option', { hasText: option });
    // A click is lost while the component is loaded, or while its choices arrive.
    await expect(async () => {
      if (!(await offered.isVisible())) await select.click();
      await offered.click({ timeout: 1_000 });
      // It takes the focus back when it is closed, which closes the next.
      await offered.waitFor({ state: 'hidden', timeout: 1_000 });
      await expect(select).toHaveJSProperty('displayLabel', await offered.textContent(), {
        timeout: 1_000,
      });
    }).toPass();
  },
  text: (page, label) => page.locator(`sl-input[label="${label}"] input`),
  shown: (page, label) => page.locator(`sl-input[label="${label}"] input`).inputValue(),
  row: byRole,
};

/** By typing what the list is to hold. */
const tomSelect: Hands = {
  ...native,
  choose: async (page, label, option) => {
    const control = page.locator('.form-group', { hasText: label }).locator('.ts-control');
    const input = control.locator('input');
    // A click closes a list that its own focus has opened; one that was chosen in opens again by
    // itself, and goes where one clicks elsewhere.
    await expect(async () => {
      await page.locator('h1').first().click({ timeout: 2_000 });
      await control.click({ timeout: 2_000 });
      await input.fill('', { timeout: 2_000 });
      await input.pressSequentially(option.slice(0, 14));
      await page.locator('.ts-dropdown .option', { hasText: option }).click({ timeout: 2_000 });
    }).toPass({ timeout: 20_000 });
    await input.blur();
  },
  // It asks its server some time after the last key, and opens once more when the answer comes.
  press: async (page, name) => {
    await expect(async () => {
      await page.locator('h1').first().click({ timeout: 2_000 });
      await page.getByRole('button', { name }).click({ timeout: 2_000 });
    }).toPass({ timeout: 20_000 });
  },
  shown: (page, label) => page.getByLabel(label, { exact: true }).inputValue(),
};

const dsfr: Hands = {
  ...native,
  choose: async (page, label, option) => {
    const radios = page.getByRole('group', { name: label });
    if ((await radios.count()) > 0) return radios.getByText(option).click();
    await page.getByLabel(label).selectOption({ label: option });
  },
  shown: (page, label) =>
    page.locator('.fr-input-group', { hasText: label }).locator('input').inputValue(),
};

export const HANDS: Readonly<Partial<Record<SkinName, Hands>>> = {
  native,
  'select2-3': select2Old,
  'select2-4': select2,
  doubled,
  shoelace,
  'tom-select': tomSelect,
  dsfr,
};
