import { Field } from '../../flows/pages/fields/field.ts';
import { expect, test } from '../../fixtures/playwright/robot-browser.ts';

/** As the State's design system writes radio buttons that need a word of explanation. */
const RADIOS = `<fieldset class="fr-fieldset" aria-labelledby="t-legend">
  <legend class="fr-fieldset__legend--regular fr-fieldset__legend" id="t-legend">
    Type de demande <span class="fr-hint-text">Un choix parmi ceux de la liste</span>
  </legend>
  <div class="fr-fieldset__element"><div class="fr-radio-group">
    <input type="radio" id="t-0" name="t" value="c"><label class="fr-label" for="t-0">Création</label>
  </div></div>
  <div class="fr-fieldset__element"><div class="fr-radio-group">
    <input type="radio" id="t-1" name="t" value="r"><label class="fr-label" for="t-1">Réinitialisation</label>
  </div></div>
</fieldset>`;

test('radio buttons are found by a legend that holds a hint', async ({
  robotScreen: { page },
  show,
}) => {
  test.fixme(true, 'the words of a hint count as the legend’s own');
  await show(RADIOS);
  await new Field(page, ['Type de demande'], 'Essai').choose({ worded: ['Réinitialisation'] });
  await expect(page.getByLabel('Réinitialisation')).toBeChecked();
});
