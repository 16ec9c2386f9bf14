import { Field } from '../../src/acting/fields/field.ts';
import type { ActivePage } from '../../src/browser/active-page.ts';
import type { Siret } from '../../src/domain/siret.ts';
import { expect, test } from '../../fixtures/playwright/robot-browser.ts';

const LYON = { siret: '73282932000074' as Siret };
const SHOWN = '73282932000074 - PL DIFFUSION LYON';

/** @param over what lies over the input at first. */
function list(kind: 'readonly' | 'searched', over: string): string {
  return `<style>
      .box { position: relative; width: 400px; height: 32px; border: 1px solid; cursor: pointer; }
      .box input { width: 380px; opacity: 0; }
      .over { position: absolute; inset: 0; }
    </style>
    <label for="structure">Structure</label>
    <div class="box">
      <div><input id="structure" role="combobox" aria-expanded="false" aria-controls="list" ${kind === 'readonly' ? 'readonly' : ''}></div>
      <div class="over placeholder"><span>${over}</span></div>
    </div>
    <ul id="list" role="listbox" hidden>
      <li role="option" aria-selected="false">${SHOWN}</li>
      <li role="option" aria-selected="false">73282932000017 - PL DIFFUSION LILLE</li>
    </ul>
    <script>
      const [input, box, over, list] = ['input', '.box', '.over span', 'ul'].map((part) => document.querySelector(part));
      const open = (isOpen) => { list.hidden = !isOpen; input.setAttribute('aria-expanded', isOpen); };
      box.addEventListener('click', () => { open(true); input.focus(); });
      list.addEventListener('click', ({ target }) => {
        for (const option of list.children) option.setAttribute('aria-selected', option === target);
        over.textContent = target.textContent;
        input.value = '';
        open(false);
      });
    </script>`;
}

for (const kind of ['readonly', 'searched'] as const) {
  test.describe(`a list whose input lies under what was chosen: ${kind}`, () => {
    test('is opened by a click on its words, and read back by them', async ({
      robotScreen,
      show,
    }) => {
      await show(list(kind, 'Sélectionner'));
      const field = structure(robotScreen);
      expect(await field.read()).toBe('');
      await field.choose(LYON);
      expect(await field.read()).toBe(SHOWN);
    });

    test('has nothing chosen where its list says so, whatever stands in it', async ({
      robotScreen,
      show,
    }) => {
      await show(list(kind, SHOWN));
      const field = structure(robotScreen);
      expect(await field.read()).toBe('');
      await field.choose(LYON);
      await expect(robotScreen.page.locator('[aria-selected=true]')).toHaveText(SHOWN);
    });

    test('is not clicked through what lies over the whole page', async ({ robotScreen, show }) => {
      await show(`${list(kind, 'Sélectionner')}
        <div style="position: fixed; inset: 0" onclick="this.title = 'clicked'"></div>`);
      robotScreen.page.setDefaultTimeout(1_000);
      await expect(structure(robotScreen).choose(LYON)).rejects.toMatchObject({
        code: 'ACTION_FAILED',
      });
      await expect(robotScreen.page.locator('[title=clicked]')).toHaveCount(0);
    });
  });
}

function structure({ view }: ActivePage): Field {
  return new Field(view, ['Structure'], 'Essai');
}
