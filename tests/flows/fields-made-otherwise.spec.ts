import type { Siret } from '../../src/domain/siret.ts';
import { Field } from '../../src/acting/fields/field.ts';
import { lookAt } from '../../src/seeing/look-at.ts';
import { expect, test } from '../../fixtures/playwright/robot-browser.ts';

const NAME = ["Nom de l'application PISTE"] as const;
const LYON = '73282932000074' as Siret;
const STRUCTURES = [`${LYON} - PL DIFFUSION LYON`, '90417253300013 - PL DIFFUSION NICE'];

/** Labels that no markup ties to their control; the one meant holds "found". */
const LABELS: readonly (readonly [what: string, html: string])[] = [
  [
    'cells of a table',
    `<table><tr><td>Téléphone :</td><td><input value="other"></td></tr>
     <tr><td><b>Nom de l'application PISTE</b> <font color=red>*</font></td><td><input value="found"></td></tr></table>`,
  ],
  [
    'two pairs in a row of a table',
    `<table><tr><td>Téléphone</td><td><input value="other"></td>
     <td>Nom de l'application PISTE *</td><td><input value="found"></td></tr></table>`,
  ],
  [
    'a header cell of its row',
    `<table><tr><th>Nom de l'application PISTE</th><td><input value="found"></td></tr></table>`,
  ],
  [
    'blocks one after the other',
    `<div>Nom de l'application PISTE *</div><div><input value="found"></div>
     <div>Téléphone *</div><div><input value="other"></div>`,
  ],
  [
    'blocks with a hint between them',
    `<div>Téléphone *</div><div><input value="other"></div>
     <div>Nom de l'application PISTE *</div><small>Doit être unique</small><div><input value="found"></div>`,
  ],
  [
    'bare text and line breaks',
    `<p><span>Téléphone</span> <input value="other"><br>
     <span>Nom de l'application PISTE</span> <input value="found"></p>`,
  ],
  [
    'a list of definitions',
    `<dl><dt>Téléphone<dd><input value="other"><dt>Nom de l'application PISTE<dd><input value="found"></dl>`,
  ],
  [
    'a label that floats behind the control',
    `<div><input value="other"><span>Téléphone</span></div>
     <div><input value="found"><span>Nom de l'application PISTE *</span></div>`,
  ],
  [
    'columns of labels and of controls',
    `<div style="display:flex;gap:9px"><div><p style="height:22px;margin:0">Téléphone</p>
     <p style="height:22px;margin:0">Nom de l'application PISTE</p></div>
     <div><input style="display:block;height:22px" value="other"><input style="display:block;height:22px" value="found"></div></div>`,
  ],
  [
    'a placeholder',
    `<input placeholder="Téléphone"><input placeholder="Nom de l'application PISTE *" value="found">`,
  ],
  [
    'a part of the page with a tree of its own',
    `<x-field><template shadowrootmode="open"><label><slot></slot></label><input value="found"></template>Nom de l'application PISTE</x-field>`,
  ],
];

for (const [what, html] of LABELS) {
  test(`a field is found by what a person goes by: ${what}`, async ({ robotScreen, show }) => {
    await show(html);
    await robotScreen.page.locator('body').evaluate((body) => {
      // As a server would send it: what is set from a script opens no such part.
      for (const template of body.querySelectorAll('template[shadowrootmode]')) {
        const host = template.parentElement;
        const root = host?.shadowRoot ?? host?.attachShadow({ mode: 'open' });
        if (template instanceof HTMLTemplateElement) root?.append(template.content);
        template.remove();
      }
    });
    const field = new Field(robotScreen.page, NAME, 'Essai');
    expect(await field.read()).toBe('found');
    await field.fill('Pldiffusion1');
    expect(
      await robotScreen.page
        .locator('input')
        .evaluateAll((all) =>
          all
            .map((input) => (input as HTMLInputElement).value)
            .filter((value) => value !== 'other' && value !== ''),
        ),
    ).toEqual(['Pldiffusion1']);
  });
}

/** Texts in the place of a control. */
const TEXTS: readonly (readonly [what: string, html: string])[] = [
  ['the next cell', `<table><tr><td>Login :</td><td>TECH_1_${LYON}@cpro.fr</td></tr></table>`],
  ['a definition', `<dl><dt>Login</dt><dd>TECH_1_${LYON}@cpro.fr</dd></dl>`],
  ['the rest of the line', `<p><b>Login :</b> TECH_1_${LYON}@cpro.fr</p>`],
  [
    'a block below',
    `<div><div>Login</div><div>TECH_1_${LYON}@cpro.fr</div></div><div><div>Fax</div><input></div>`,
  ],
  [
    'a label for nothing',
    `<label>Login</label><span>TECH_1_${LYON}@cpro.fr</span> <label>Fax</label> <input>`,
  ],
  ['an output', `<label for=o>Login</label><output id=o>TECH_1_${LYON}@cpro.fr</output>`],
];

for (const [what, html] of TEXTS) {
  test(`a text that is no control is read: ${what}`, async ({ robotScreen, show }) => {
    await show(html);
    const field = new Field(robotScreen.page, ['Login'], 'Essai');
    expect(await field.read()).toBe(`TECH_1_${LYON}@cpro.fr`);
    expect((await field.readSecret()).secret.reveal()).toBe(`TECH_1_${LYON}@cpro.fr`);
    await expect(field.fill('else')).rejects.toMatchObject({ code: 'READ_BACK_DIFFERS' });
  });
}

const OPTIONS = STRUCTURES.map((text) => `<li>${text}</li>`).join('');

/** Lists of many makes: each shows its choice in what `[data-shown]` names. */
const LISTS: readonly (readonly [what: string, html: string])[] = [
  [
    'a combobox with a listbox elsewhere in the page',
    `<div id=l>Structure</div><div role=combobox tabindex=0 aria-labelledby=l aria-controls=box aria-expanded=false data-shown>Choisir</div>
     <div data-list><div id=box role=listbox>${STRUCTURES.map((text) => `<div role=option>${text}</div>`).join('')}</div></div>`,
  ],
  [
    'a button and a list that bear the same label and nothing else',
    `<span id=l>Structure</span> <button type=button role=combobox aria-labelledby=l data-shown>Choisir</button>
     <ul role=listbox aria-labelledby=l data-list>${STRUCTURES.map((text) => `<li role=option>${text}</li>`).join('')}</ul>`,
  ],
  [
    'a button and a list',
    `<span>Structure</span> <button type=button aria-haspopup=listbox data-shown>Choisir</button><ul data-list>${OPTIONS}</ul>`,
  ],
  [
    'a div that looks like a field',
    `<div><span>Structure</span><div tabindex=0 style="width:300px;border:1px solid" class=p-dropdown><span data-shown>Choisir</span><div class=trigger></div></div></div>
     <div data-list style="position:absolute"><div class=panel>${STRUCTURES.map((text) => `<div class=item><span>${text}</span></div>`).join('')}</div></div>`,
  ],
  [
    'a block whose label floats behind it, before a field that has one too',
    `<div><div tabindex=0 style="width:300px;height:20px"><span data-shown>Choisir</span></div><span>Structure *</span></div>
     <div><input><span>Téléphone *</span></div><ul data-list>${OPTIONS}</ul>`,
  ],
  [
    'a button that its tooltip alone names',
    `<button type=button title=Structure aria-expanded=false style="width:300px"><span data-shown>Choisir</span></button>
     <div><ul data-list>${OPTIONS}</ul></div>`,
  ],
  [
    'a field that suggests',
    `<table><tr><td>Structure</td><td><input data-shown autocomplete=off></td></tr></table><ul data-list>${OPTIONS}</ul>`,
  ],
  [
    'an input that takes no text and says that it opens a list',
    `<label for=s>Structure</label><input id=s readonly aria-haspopup=listbox data-shown><ul data-list>${OPTIONS}</ul>`,
  ],
  [
    'a list with a search in it',
    `<label id=l>Structure</label><div role=combobox tabindex=0 aria-labelledby="l v"><span id=v data-shown>Choisir</span></div>
     <div data-list><input type=search data-search><ul>${OPTIONS}</ul></div>`,
  ],
  ...['data-search', 'readonly'].map(
    (attribute) =>
      [
        `an input in a frame that shows the choice beside it, its named list for screen readers: ${attribute}`,
        `<label for=s>Structure</label><div tabindex=-1 style="display:flex;width:300px;border:1px solid">
         <span><input id=s role=combobox aria-controls=r style="border:0" ${attribute}></span><span data-shown></span></div>
         <div data-list><div id=r role=listbox style="width:0;height:0;overflow:hidden"><div role=option>1</div><div role=option>2</div></div>
         <section>${STRUCTURES.map((text) => `<div class=item><span>${text}</span></div>`).join('')}</section></div>`,
      ] as const,
  ),
  [
    'a line that shows the choice before an input too small to be seen',
    `<label for=s>Structure</label><div tabindex=-1 style="width:300px;border:1px solid"><div style="height:20px"><span data-shown>Choisir</span>
     <input id=s role=combobox aria-readonly=true inputmode=none aria-controls=r style="transform:scale(.01);opacity:0;width:1px"></div></div>
     <div id=r role=listbox data-list>${STRUCTURES.map((text) => `<div role=option>${text}</div>`).join('')}</div>`,
  ],
  [
    'a block in place of a select that is not shown, with a search that is clipped away',
    `<label for=s>Structure</label><div><select id=s style="display:none"></select><div style="width:300px">
     <a style="display:block;height:20px" data-shown></a><div style="position:absolute"><div style="clip-path:inset(100%)"><input></div>
     <ul data-list>${OPTIONS}</ul></div></div><small>Une seule</small></div>`,
  ],
  [
    'a block whose list waits there unseen, beside another such list',
    `<style>ul[hidden] { display: block; opacity: 0; pointer-events: none }</style>
     <label for=s>Structure</label><select id=s style="display:none"></select><div tabindex=0 style="width:300px">
     <span data-shown>Choisir</span><ul data-list style="position:absolute">${OPTIONS}</ul></div><ul hidden>${OPTIONS}</ul>`,
  ],
  [
    'such a block in a cell, which the words beside it name',
    `<table><tr><td>Structure</td><td><select style="display:none"></select><div style="width:300px">
     <a style="display:block" data-shown>Choisir</a><ul data-list style="position:absolute">${OPTIONS}</ul></div></td></tr></table>`,
  ],
];

for (const [what, html] of LISTS) {
  test(`a structure is chosen by its SIRET in a list of another make: ${what}`, async ({
    robotScreen,
    show,
  }) => {
    await show(`${html}<p><label>Fax <input></label></p>`);
    await robotScreen.page.evaluate(listScript);
    const field = new Field(robotScreen.page, ['Structure'], 'Essai');
    await field.choose({ siret: LYON });
    expect(await field.read()).toContain('PL DIFFUSION LYON');
    const absent = field.choose({ siret: '73282932000017' as Siret });
    await expect(absent).rejects.toMatchObject({
      code: 'OPTION_NOT_FOUND',
      details: { option: '73282932000017' },
    });
    await new Field(robotScreen.page, ['Fax'], 'Essai').fill('0102030405');
  });
}

test('an input that opens a list is chosen in anew, though a look tells what it holds', async ({
  robotScreen: { page },
  show,
}) => {
  await show(`<label for=s>Structure</label><input id=s readonly aria-haspopup=listbox data-shown>
    <ul data-list>${OPTIONS}</ul>`);
  await page.evaluate(listScript);
  const field = new Field(page, ['Structure'], 'Essai');
  await field.choose({ siret: LYON });
  await field.choose({ worded: [STRUCTURES[1] ?? ''] }, await lookAt(page));
  expect(await field.read()).toBe(STRUCTURES[1]);
});

test('a list that holds only what its window shows is looked through', async ({
  robotScreen,
  show,
}) => {
  await show(`<label>Structure</label><div role=combobox tabindex=0 aria-controls=w data-shown>Choisir</div>
    <div id=w role=listbox hidden style="height:100px;overflow:auto;position:relative"><div style="height:20000px"></div></div>`);
  await robotScreen.page.evaluate(() => {
    const opener = document.querySelector('[role=combobox]') as HTMLElement;
    const box = document.querySelector('#w') as HTMLElement;
    const draw = (): void => {
      for (const old of box.querySelectorAll('[role=option]')) old.remove();
      const first = Math.floor(box.scrollTop / 20);
      for (let index = first; index < Math.min(1000, first + 6); index += 1) {
        const option = document.createElement('div');
        option.setAttribute('role', 'option');
        option.style.cssText = `position:absolute;top:${index * 20}px;height:20px`;
        option.textContent = `${10_000_000_000_000 + index} - Structure`;
        option.addEventListener('click', () => {
          opener.textContent = option.textContent;
          box.hidden = true;
        });
        box.append(option);
      }
    };
    box.addEventListener('scroll', draw);
    opener.addEventListener('click', () => {
      box.hidden = false;
      draw();
    });
  });
  const field = new Field(robotScreen.page, ['Structure'], 'Essai');
  await field.choose({ siret: '10000000000100' as Siret });
  expect(await field.read()).toBe('10000000000100 - Structure');
});

test('a list whose search listens to keys alone is searched', async ({ robotScreen, show }) => {
  await show(`<label id=l>Structure</label><div role=combobox tabindex=0 aria-labelledby="l v"><span id=v data-shown>Choisir</span></div>
    <div data-list><input data-asks><ul></ul></div>`);
  await robotScreen.page.evaluate((texts) => {
    const [search, list] = ['[data-asks]', 'ul'].map((one) => document.querySelector(one));
    search?.addEventListener('keyup', () => {
      const found = texts.filter((text) => text.startsWith((search as HTMLInputElement).value));
      if (list) list.innerHTML = found.map((text) => `<li>${text}</li>`).join('');
    });
    list?.addEventListener('click', ({ target }) => {
      const shown = document.querySelector('[data-shown]');
      if (shown && target instanceof Element) shown.textContent = target.textContent;
    });
  }, STRUCTURES);
  await robotScreen.page.evaluate(listScript);
  const field = new Field(robotScreen.page, ['Structure'], 'Essai');
  await field.choose({ siret: LYON });
  expect(await field.read()).toBe(`${LYON} - PL DIFFUSION LYON`);
});

for (const [what, html] of [
  [
    'in a fieldset',
    `<fieldset><legend>Type de demande *</legend><label><input type=radio name=t> Création</label><label><input type=radio name=t> Réinitialisation</label></fieldset>`,
  ],
  [
    'in a cell',
    `<table><tr><td>Type de demande :</td><td><input type=radio name=t> Création <input type=radio name=t> Réinitialisation</td></tr></table>`,
  ],
  [
    'drawn anew',
    `<div>Type de demande</div><div role=radiogroup><label><input type=radio name=t style="position:absolute;opacity:0;width:1px;height:1px"> Création</label> <label><input type=radio name=t style="position:absolute;opacity:0;width:1px;height:1px"> Réinitialisation</label></div>`,
  ],
] as const) {
  test(`one of several radio buttons is chosen by its words: ${what}`, async ({
    robotScreen,
    show,
  }) => {
    await show(html);
    const field = new Field(robotScreen.page, ['Type de demande'], 'Essai');
    expect(await field.read()).toBe('');
    await field.choose({ worded: ['Réinitialisation'] });
    expect(await field.read()).toBe('Réinitialisation');
    expect(await robotScreen.page.locator('input').nth(1).isChecked()).toBe(true);
  });
}

test('a list without an id is a field, whatever owns lists elsewhere', async ({
  robotScreen,
  show,
}) => {
  await show(`<button aria-controls="menu">Menu</button><div id="l">Structure</div>
    <ul role="listbox" aria-labelledby="l"><li role="option" aria-selected="true">LYON</li></ul>`);
  expect(await new Field(robotScreen.page, ['Structure'], 'Essai').read()).toBe('LYON');
});

test('a list that fades out is still the list of what opened it', async ({ robotScreen, show }) => {
  await show(`<div><span>Structure</span> <button type=button role=combobox style="width:200px">LYON</button>
    <ul role=listbox style="opacity:.4"><li role=option aria-selected=true>LYON</li></ul></div>
    <label>Fax <input></label>`);
  const field = new Field(robotScreen.page, ['Structure'], 'Essai');
  expect(await field.read()).toBe('LYON');
});

test('an arrow drawn as a sign of writing is no part of what a list shows', async ({
  robotScreen,
  show,
}) => {
  await show(`<div>Type de demande</div><div tabindex=0 style="display:flex;width:200px">
              <div>Création</div><div>▾</div></div>`);
  expect(await new Field(robotScreen.page, ['Type de demande'], 'Essai').read()).toBe('Création');
});

test('two controls that stand equally near are told apart by nobody', async ({
  robotScreen,
  show,
}) => {
  await show(
    `<table><tr><td>Structure</td><td><input id=a></td></tr><tr><td>Structure</td><td><input id=b></td></tr></table>`,
  );
  const field = new Field(robotScreen.page, ['Structure'], 'Essai');
  await expect(field.fill('x')).rejects.toMatchObject({
    code: 'CONTROL_AMBIGUOUS',
    details: { matches: ['textbox (Structure) [1/2]', 'textbox (Structure) [2/2]'] },
  });
});

test('a block in place of a select that is not shown is a field of the form', async ({
  robotScreen,
  show,
}) => {
  await show(`<label for=s>Structure</label> <select id=s style="display:none"></select>
    <div style="width:300px"><a>Choisir</a></div>`);
  expect(await new Field(robotScreen.page, ['Structure'], 'Essai').isPresent()).toBe(true);
});

test('a label is no label of the next field', async ({ robotScreen, show }) => {
  await show(
    `<div>Structure</div><div></div><div>Nom de l'application PISTE</div><div><input></div>`,
  );
  expect(await new Field(robotScreen.page, ['Structure'], 'Essai').isPresent()).toBe(false);
});

/** Runs inside the page: a list that opens, is searched and chosen in. */
function listScript(): void {
  const shown = document.querySelector('[data-shown]') as HTMLElement;
  const opener = shown.closest('[tabindex], button, input') ?? shown;
  const list = document.querySelector('[data-list]') as HTMLElement;
  const search = document.querySelector('[data-search]');
  list.hidden = true;
  const isInput = shown instanceof HTMLInputElement;
  const isTyped = isInput && !shown.readOnly;
  const filter = (text: string): void => {
    for (const item of list.querySelectorAll<HTMLElement>('li')) {
      item.hidden = !item.textContent.startsWith(text);
    }
  };
  const open = (): void => {
    if (isTyped) filter(shown.value);
    list.hidden = isTyped && shown.value === '';
  };
  opener.addEventListener(isTyped ? 'keyup' : 'click', open);
  search?.addEventListener('input', () => filter((search as HTMLInputElement).value));
  document.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') list.hidden = true;
  });
  for (const item of list.querySelectorAll<HTMLElement>('[role=option], li, .item')) {
    item.addEventListener('click', () => {
      if (isInput) shown.value = item.textContent;
      else shown.textContent = item.textContent;
      if (search instanceof HTMLInputElement) search.value = '';
      list.hidden = true;
    });
  }
}

test('a structure is chosen where the list is drawn again for the text that was typed', async ({
  robotScreen,
  show,
}) => {
  // Until then it offers what it held before, and drops that under the pointer.
  await show(`<label for=s>Structure</label>
  <input id=s role=combobox aria-expanded=false autocomplete=off>
  <ul id=list role=listbox hidden></ul><script>
    const [input, list] = [document.querySelector('#s'), document.querySelector('#list')];
    let timer;
    let isFresh = false;
    const draw = (role, text) => {
      list.hidden = false;
      list.innerHTML = '<li role=' + role + '>' + text + '</li>';
      list.firstChild.onmousemove = () => { if (!isFresh) draw('presentation', 'Chargement'); };
      list.firstChild.onclick = () => {
        if (role === 'option') { input.value = text; list.hidden = true; }
      };
    };
    input.onclick = () => draw('option', '73282932000074 PL DIFFUSION LYON');
    input.oninput = () => {
      isFresh = false;
      draw('option', '73282932000074 PL DIFFUSION LYON');
      clearTimeout(timer);
      timer = setTimeout(() => {
        isFresh = true;
        draw('option', '73282932000074 PL DIFFUSION LYON');
      }, 800);
    };
  </script>`);
  const field = new Field(robotScreen.page, ['Structure'], 'Essai');
  await field.choose({ siret: LYON });
  expect(await field.read()).toContain('PL DIFFUSION LYON');
});
