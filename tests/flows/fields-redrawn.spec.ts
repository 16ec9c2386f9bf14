import { Field } from '../../src/acting/fields/field.ts';
import { expect, test } from '../../fixtures/playwright/robot-browser.ts';

/** A list without options, in whose place the page puts choices once a key closes it. */
const REDRAWN = `<form id="form"><label for="usage">Type d'utilisation</label><select id="usage"></select></form>
<script>
  addEventListener('keydown', () => {
    form.innerHTML = \`<fieldset role="radiogroup" aria-label="Type d'utilisation">
      <label><input type="radio" name="usage">En propre</label>
      <label><input type="radio" name="usage">Editeur</label></fieldset>\`;
  });
</script>`;

test('a list that was drawn anew in another way is looked at anew, and chosen in', async ({
  robotScreen,
  show,
}) => {
  await show(REDRAWN);
  const field = new Field(robotScreen.view, ["Type d'utilisation"], 'Essai');
  await field.choose({ worded: ['Editeur'] });
  expect(await field.read()).toBe('Editeur');
});
