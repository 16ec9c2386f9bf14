import { Field } from '../../src/acting/fields/field.ts';
import { expect, test } from '../../fixtures/playwright/robot-browser.ts';

const NAME = ["Nom de l'application PISTE"] as const;

/** Ways to say which control a label is for, and to write the label. */
const FOUND: readonly (readonly [what: string, html: string])[] = [
  ['a label with `for`', label("Nom de l'application PISTE")],
  [
    'a label around the control',
    `<label>Nom de l'application PISTE <input value="found"></label>
     <label>Autre <input value="other"></label>`,
  ],
  [
    'a label beside the control, in a block of their own',
    `<div><label>Nom de l'application PISTE</label><span><input value="found"></span></div>
     <div><label>Autre</label><span><input value="other"></span></div>`,
  ],
  [
    'a `for` that leads nowhere, beside the control',
    `<div><label for="gone">Nom de l'application PISTE</label><input value="found"></div>`,
  ],
  [
    '`aria-labelledby` of two elements',
    `<p id="one">Nom de l'application</p><p id="two">PISTE</p>
     <input aria-labelledby="one two" value="found">`,
  ],
  ['`aria-label`', `<input aria-label="Nom de l’application PISTE" value="found">`],
  ['a curly apostrophe', label('Nom de l’application PISTE')],
  ['a modifier apostrophe', label('Nom de lʼapplication PISTE')],
  ['no-break spaces', label("Nom de l'application\u00a0PISTE\u202f")],
  ['a line break', label("Nom de\n   l'application   PISTE")],
  ['other case', label("NOM DE L'APPLICATION PISTE")],
  ['no-break space and colon', label("Nom de l'application PISTE\u00a0:")],
  ['an asterisk behind', label(`Nom de l'application PISTE <span class="x">*</span>`)],
  ['an asterisk before', label(`<span>*</span> Nom de l'application PISTE`)],
  ['asterisk and colon', label("Nom de l'application PISTE * :")],
  [
    'a mark of obligation as an image',
    label(`<span role="img" aria-label="Obligatoire" title="Obligatoire"></span>
           <span>Nom de l'application PISTE</span>`),
  ],
  [
    'a help icon',
    label(`Nom de l'application PISTE <span role="img" title="Aide">?</span>
           <button type="button">Aide</button>
           <span role="tooltip">Le nom donné sur PISTE</span>`),
  ],
  [
    'a hint in the label, named so',
    label(`Nom de l'application PISTE <span class="fr-hint-text">Lettres et chiffres</span>`),
  ],
  [
    'a hint in the label, on a line of its own',
    label(`Nom de l'application PISTE<span style="display:block">Lettres et chiffres</span>`),
  ],
  [
    'a hint in a label that `aria-labelledby` names',
    `<label id="n">Nom de l'application PISTE <small>Lettres et chiffres</small></label>
     <div>Saisissez :</div><div><input aria-labelledby="n" value="found"></div>`,
  ],
  [
    'a slotted input that bears the id of its component',
    `<label for="c">Nom de l'application PISTE</label>
     <x-field id="c"><template shadowrootmode="open"><div><slot></slot></div></template>
     <input id="c" value="found"></x-field>`,
  ],
  [
    'a control that another label shares a block with',
    `<div><label for="a">Autre</label><input id="a" value="other">
     <label for="b">Nom de l'application PISTE</label><input id="b" value="found"></div>`,
  ],
  [
    'a hidden field of the same block',
    `<div><label>Nom de l'application PISTE</label>
     <input type="hidden" value="no"><input value="found"></div>`,
  ],
];

for (const [what, html] of FOUND) {
  test(`a field is found by its label: ${what}`, async ({ robotScreen, show }) => {
    await show(html);
    expect(await new Field(robotScreen.page, NAME, 'Essai').read()).toBe('found');
  });
}

/** Pages on which no control bears the label. */
const NOT_FOUND: readonly (readonly [what: string, html: string])[] = [
  ['a label without a control', `<label>Nom de l'application PISTE</label>`],
  ['a hidden label', `<div hidden>${label("Nom de l'application PISTE")}</div>`],
  ['a control that is hidden', label("Nom de l'application PISTE", 'style="display:none"')],
  ['a control that is invisible', label("Nom de l'application PISTE", 'style="visibility:hidden"')],
  ['a longer label', label("Nom de l'application PISTE de recette")],
  ['a shorter label', label("Nom de l'application")],
  ['a longer label whose end is emphasised', label("Nom de l'application PISTE <b>de recette</b>")],
  [
    'a block that holds two controls and one label',
    `<div><label>Nom de l'application PISTE</label><input><input></div>`,
  ],
];

for (const [what, html] of NOT_FOUND) {
  test(`no field is taken for the one meant: ${what}`, async ({ robotScreen, show }) => {
    await show(`${html}${label('Téléphone', '', 'other')}`);
    const field = new Field(robotScreen.page, NAME, 'Essai');
    expect(await field.isPresent()).toBe(false);
    await expect(field.expectOne(300)).rejects.toMatchObject({
      code: 'CONTROL_NOT_FOUND',
      details: {
        label: "Nom de l'application PISTE",
        where: 'Essai',
        present: expect.arrayContaining(['Téléphone']),
      },
    });
  });
}

test('two fields of one label are told apart by nobody', async ({ robotScreen, show }) => {
  await show(`${label("Nom de l'application PISTE", '', 'a')}
              ${label('Nom de l’application PISTE *', '', 'b')}`);
  const field = new Field(robotScreen.page, NAME, 'Essai');
  await expect(field.fill('x')).rejects.toMatchObject({
    code: 'CONTROL_AMBIGUOUS',
    details: {
      matches: [
        "textbox « Nom de l'application PISTE » (Nom de l’application PISTE)",
        "textbox « Nom de l’application PISTE * » (Nom de l'application PISTE)",
      ],
    },
  });
});

test('a field that two labels name is one field', async ({ robotScreen, show }) => {
  await show(`<label for="a">Nom de l'application PISTE</label>
              <label for="a">Nom de l'application PISTE</label><input id="a" value="found">`);
  expect(await new Field(robotScreen.page, NAME, 'Essai').read()).toBe('found');
});

test('any of several wordings finds the field', async ({ robotScreen, show }) => {
  await show(label('Courriel'));
  const field = new Field(robotScreen.page, ['Adresse électronique', 'Courriel'], 'Essai');
  expect(await field.read()).toBe('found');
});

function label(words: string, attributes = '', id = 'field'): string {
  return `<div><label for="${id}">${words}</label>
    <input id="${id}" value="found" ${attributes}></div>`;
}
