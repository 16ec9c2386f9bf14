import type { ActivePage } from '../../src/browser/active-page.ts';
import { Field } from '../../src/acting/fields/field.ts';
import { expect, test } from '../../fixtures/playwright/robot-browser.ts';
import { vendorFile } from '../../fixtures/portal/vendor.ts';
import type { Siret } from '../../src/domain/siret.ts';

const LYON = { siret: '73282932000074' as Siret };
const LILLE = { siret: '73282932000017' as Siret };
const ABSENT = { siret: '90417253300013' as Siret };

const OPTIONS = [
  '73282932000074 - PL DIFFUSION LYON',
  '732 829 320 00017 (PL DIFFUSION LILLE)',
  '173282932000074 - numéro plus long',
  'PL DIFFUSION NANTES (73282932000025)',
];

type Kind = 'native' | 'select2-3' | 'select2-4';

for (const kind of ['native', 'select2-3', 'select2-4'] as const) {
  test.describe(`a list made with ${kind}`, () => {
    test.beforeEach(async ({ robotScreen, show }) => {
      await show(list(OPTIONS));
      await dress(robotScreen, kind);
    });

    test('nothing chosen reads as nothing', async ({ robotScreen }) => {
      expect(await structure(robotScreen).read()).toBe('');
    });

    test('an option is chosen by its number, spaces or not, and reads as shown', async ({
      robotScreen,
    }) => {
      const field = structure(robotScreen);
      await field.choose(LYON);
      expect(await field.read()).toBe(OPTIONS[0]);
      await field.choose(LILLE);
      expect(await field.read()).toBe(OPTIONS[1]);
      expect(await robotScreen.page.locator('select').inputValue()).toBe('1');
    });

    test('an option is chosen by its words', async ({ robotScreen }) => {
      const field = structure(robotScreen);
      await field.choose({ worded: ['Pl diffusion nantes'] });
      expect(await field.read()).toBe(OPTIONS[3]);
    });

    test('an option that is chosen already is left alone', async ({ robotScreen }) => {
      const field = structure(robotScreen);
      await field.choose(LYON);
      await robotScreen.page.locator('select').evaluate((select) => {
        select.addEventListener('change', () => document.body.append('changed again'));
      });
      await field.choose(LYON);
      await expect(robotScreen.page.locator('body')).not.toContainText('changed again');
    });

    test('an option that is missing is told, with those there are', async ({ robotScreen }) => {
      const field = structure(robotScreen);
      await expect(field.choose(ABSENT)).rejects.toMatchObject({
        code: 'OPTION_NOT_FOUND',
        details: { label: 'Structure', option: ABSENT.siret },
      });
      expect(await field.read()).toBe('');
      // No list is left open: the next field can be reached.
      await new Field(robotScreen.page, ['Fax'], 'Essai').fill('0102030405');
    });

    test('a list that springs back is not taken for chosen', async ({ robotScreen }) => {
      await robotScreen.page.evaluate(() => {
        const $ = (globalThis as { jQuery?: JQuery }).jQuery;
        const select = document.querySelector('select');
        if (select === null) return;
        const back = (): void => {
          select.selectedIndex = 3;
          if ($ === undefined) return;
          if ($(select).hasClass('select2-offscreen')) $(select).select2('val', '2');
          else $(select).trigger('change.select2');
        };
        if ($ === undefined) select.addEventListener('change', back);
        else $(select).on('change', back);
      });
      await expect(structure(robotScreen).choose(LYON)).rejects.toMatchObject({
        code: 'READ_BACK_DIFFERS',
        details: { label: 'Structure', meant: LYON.siret, shown: OPTIONS[2] },
      });
    });
  });
}

/** As much of jQuery as these pages use. */
type JQuery = (element: Element) => {
  on(event: string, listener: () => void): void;
  trigger(event: string): void;
  hasClass(name: string): boolean;
  select2(...args: readonly unknown[]): void;
};

for (const kind of ['native', 'select2-3', 'select2-4'] as const) {
  test(`two options that fit equally well are not guessed between: ${kind}`, async ({
    robotScreen,
    show,
  }) => {
    await show(list([...OPTIONS, '73282932000074 - PL DIFFUSION LYON (service achats)']));
    await dress(robotScreen, kind);
    const field = structure(robotScreen);
    await expect(field.choose(LYON)).rejects.toMatchObject({
      code: 'CONTROL_AMBIGUOUS',
      details: { matches: [OPTIONS[0], '73282932000074 - PL DIFFUSION LYON (service achats)'] },
    });
    expect(await field.read()).toBe('');
  });
}

// The older one is waited for twice until it opens.
for (const [kind, tag] of [
  ['select2-3', ' @whole'],
  ['select2-4', ''],
] as const) {
  test(`a list of ${kind} that cannot be changed is told${tag}`, async ({ robotScreen, show }) => {
    robotScreen.context.setDefaultTimeout(500);
    await show(list(OPTIONS).replace('<select', '<select disabled'));
    await dress(robotScreen, kind);
    await expect(structure(robotScreen).choose(LYON)).rejects.toMatchObject({
      code: 'ACTION_FAILED',
      details: { action: 'choose « Structure » (Essai)' },
    });
  });

  test(`a list of ${kind} that cannot be changed but shows what is meant will do`, async ({
    robotScreen,
    show,
  }) => {
    await show(
      list(OPTIONS)
        .replace('<select', '<select disabled')
        .replace('value="0"', 'value="0" selected'),
    );
    await dress(robotScreen, kind);
    await structure(robotScreen).choose(LYON);
  });
}

test('the options of a list are known where the page holds them', async ({ robotScreen, show }) => {
  await show(list(OPTIONS));
  await dress(robotScreen, 'select2-4');
  expect(await structure(robotScreen).options()).toEqual(['', ...OPTIONS]);
  expect(await new Field(robotScreen.page, ['Fax'], 'Essai').options()).toBeUndefined();
});

function structure({ page }: ActivePage): Field {
  return new Field(page, ['Structure'], 'Essai');
}

function list(options: readonly string[]): string {
  return `<div><label for="s">Structure <span>*</span></label><select id="s" style="width:300px">
    <option value=""></option>
    ${options.map((text, value) => `<option value="${value}">${text}</option>`).join('')}
    </select></div><div><label for="f">Fax</label><input id="f"></div>`;
}

/** Puts the widget over the list, as the portal's two kinds of pages do. */
async function dress({ page }: ActivePage, kind: Kind): Promise<void> {
  if (kind === 'native') return;
  const version = kind.slice(-1);
  await page.addStyleTag({ path: vendorFile(`${kind}.css`)! });
  await page.addScriptTag({ path: vendorFile('jquery.js')! });
  await page.addScriptTag({ path: vendorFile(`select2-${version}.js`)! });
  await page.evaluate(() => {
    const $ = (globalThis as { jQuery?: JQuery }).jQuery;
    const select = document.querySelector('select');
    if ($ !== undefined && select !== null) $(select).select2({ placeholder: '-- Aucun --' });
  });
}
