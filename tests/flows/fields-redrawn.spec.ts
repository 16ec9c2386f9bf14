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

test('a suggestion that was left from the text before, and goes while it is chosen, is searched for otherwise', async ({
  robotScreen,
  show,
}) => {
  await show(`<label for=type>Type de demande</label>
    <input id=type role=combobox aria-expanded=false aria-controls=list><ul id=list role=listbox hidden></ul>
    <script>
      const [type, list] = ['type', 'list'].map((id) => document.getElementById(id));
      // The list answers to a text when somebody points at what it offered for the one before.
      const offer = () => {
        const fits = 'Creation of a technical account'.toLowerCase().includes(type.value.toLowerCase());
        list.hidden = false;
        list.innerHTML = fits ? '<li role=option>Creation of a technical account</li>' : '';
      };
      type.addEventListener('click', offer);
      type.addEventListener('input', () => { if (type.value === 'technical') offer(); });
      list.addEventListener('mousemove', () => { if (type.value.startsWith('Création')) list.innerHTML = ''; });
      list.addEventListener('click', ({ target }) => { type.value = target.textContent; list.hidden = true; });
    </script>`);
  const field = new Field(robotScreen.page, ['Type de demande'], 'Essai');
  await field.choose({
    worded: ["Création d'un compte technique", 'Creation of a technical account'],
  });
  expect(await field.read()).toBe('Creation of a technical account');
});
