import type { Siret } from '../../src/domain/siret.ts';
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

test('an option that goes away while the list asks its server is chosen once the list is complete', async ({
  robotScreen,
  show,
}) => {
  await show(`<div>Structure</div><div id=opener tabindex=0 style="width:300px">Choisir</div>
    <div id=box hidden><input id=typed><div id=list></div></div>
    <script>
      const [opener, box, typed, list] = ['opener', 'box', 'typed', 'list'].map((id) => document.getElementById(id));
      const LYON = '<div>73282932000074 - PL DIFFUSION LYON</div>';
      // What was found on the page itself goes when it is pointed at, until the server has answered.
      let isComplete = false;
      opener.addEventListener('click', () => { box.hidden = false; list.innerHTML = ''; });
      typed.addEventListener('input', () => {
        isComplete = false;
        list.innerHTML = LYON;
        setTimeout(() => { isComplete = true; list.innerHTML = LYON; }, 800);
      });
      list.addEventListener('mousemove', () => { if (!isComplete) list.innerHTML = '<div>Chargement</div>'; });
      list.addEventListener('click', ({ target }) => { opener.textContent = target.textContent; box.hidden = true; });
    </script>`);
  const field = new Field(robotScreen.page, ['Structure'], 'Essai');
  await field.choose({ siret: '73282932000074' as Siret });
  expect(await field.read()).toBe('73282932000074 - PL DIFFUSION LYON');
});
