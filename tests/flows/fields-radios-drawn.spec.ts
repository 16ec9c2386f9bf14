import { Field } from '../../src/acting/fields/field.ts';
import { expect, test } from '../../fixtures/playwright/robot-browser.ts';

/** As the State's design system draws them: the button itself is there, unseen, under its words. */
const STYLE = `<style>
  .fr-radio-group { position: relative; max-width: max-content }
  .fr-radio-group input { position: absolute; width: 1.5rem; height: 1.5rem; margin: 0; opacity: 0 }
  .fr-radio-group label { display: flex; padding-left: 2rem }
  .fr-radio-group label::before {
    content: ''; position: absolute; top: 0; width: 1.5rem; height: 1.5rem; margin-left: -2rem;
  }
</style>`;

const radio = (id: string, words: string): string =>
  `<div class="fr-fieldset__element"><div class="fr-radio-group">
    <input type="radio" id="${id}" name="t"><label class="fr-label" for="${id}">${words}</label>
  </div></div>`;

const group = (legend: string): string =>
  `<fieldset class="fr-fieldset" aria-labelledby="t-legend">
    <legend class="fr-fieldset__legend--regular fr-fieldset__legend" id="t-legend">${legend}</legend>
    ${radio('t-0', 'Création')} ${radio('t-1', 'Réinitialisation')}
  </fieldset>`;

const HINT = '<span class="fr-hint-text">Un choix parmi ceux de la liste</span>';

for (const [what, html] of [
  ['by a legend that holds a hint', group(`Type de demande ${HINT}`)],
  ['where their words are drawn over them', `${STYLE}${group('Type de demande')}`],
] as const) {
  test(`radio buttons are chosen ${what}`, async ({ robotScreen: { page }, show }) => {
    await show(html);
    await new Field(page, ['Type de demande'], 'Essai').choose({ worded: ['Réinitialisation'] });
    await expect(page.getByLabel('Réinitialisation')).toBeChecked();
  });
}
