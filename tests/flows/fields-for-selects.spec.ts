import type { Siret } from '../../src/domain/siret.ts';
import { Field } from '../../src/acting/fields/field.ts';
import { expect, test } from '../../fixtures/playwright/robot-browser.ts';

const [LYON, NICE] = ['73282932000074', '90417253300013'] as [Siret, Siret];
const ABSENT = '73282932000017' as Siret;
const TEXTS = [`${LYON} - PL DIFFUSION LYON`, `${NICE} - PL DIFFUSION NICE`];

const STYLE = `<style>
    .box { position: relative; width: 400px; height: 32px; border: 1px solid; }
    .box input { border: 0; }
    [data-list] { position: absolute; top: 32px; left: 0; width: 400px; background: #fff; }
  </style>`;
const SELECT = '<select id=s style="display:none"><option></select>';
const optionsWith = (attributes: string): string =>
  TEXTS.map((text) => `<div ${attributes} data-option>${text}</div>`).join('');

/** Lists of scripts that hide a select: each shows its choice in what `[data-shown]` names. */
const LISTS: readonly (readonly [what: string, html: string])[] = [
  [
    'a list by its role that says that it opens, and shows its choice as an option',
    `<label for=s>Structure</label>
     <div class=box role=listbox aria-label=Structure tabindex=0 aria-haspopup=true aria-expanded=false data-opens>
     ${SELECT}<div role=option aria-selected=true data-shown></div>
     <div data-list><div role=listbox>${optionsWith('role=option aria-selected=true')}</div></div></div>`,
  ],
  [
    'a combobox whose choice is the one option of a list in its line',
    `<label for=s>Structure</label>
     <div class=box role=combobox tabindex=0 aria-haspopup=true aria-expanded=false data-opens>
     ${SELECT}<div role=listbox><div role=option aria-selected=true data-shown></div></div>
     <div data-list><input type=search data-search><div role=listbox>${optionsWith('role=option aria-selected=true')}</div></div></div>`,
  ],
  [
    'a block that holds the select',
    `<label for=s>Structure</label><div><div class=box tabindex=0 data-opens>${SELECT}
     <span data-shown></span><div data-list>${optionsWith('')}</div></div></div>`,
  ],
  [
    'an input in the block that holds the select, its choice beside it',
    `<label for=s id=l>Structure</label><div class=box data-opens>${SELECT}
     <input aria-labelledby=l data-search><span data-shown></span><div data-list>${optionsWith('')}</div></div>`,
  ],
  [
    'an input after the select, its choice in a frame with it',
    `<label for=i>Structure</label>${SELECT}<div><div class=box data-opens><span data-shown></span>
     <input id=i data-search></div><div style="position:relative"><div data-list style="top:0">${optionsWith('')}</div></div></div>`,
  ],
  [
    'an input beside its choice in a frame that is a shadow',
    `<label for=i>Structure</label>${SELECT}<div><div class=box style="border:0;box-shadow:0 0 0 1px" data-opens>
     <span data-shown></span><input id=i role=combobox data-search></div><div style="position:relative"><div data-list style="top:0">${optionsWith('')}</div></div></div>`,
  ],
];

for (const [what, html] of LISTS) {
  test(`a structure is chosen in what stands in place of a select: ${what}`, async ({
    robotScreen,
    show,
  }) => {
    await show(
      `${STYLE}<div>${html}</div><p style="margin-top:120px"><label>Fax <input></label></p>`,
    );
    await robotScreen.page.evaluate(listScript);
    const field = new Field(robotScreen.page, ['Structure'], 'Essai');
    expect(await field.isPresent()).toBe(true);
    expect(await field.read()).toBe('');
    expect(await field.choose({ siret: LYON })).toBe(true);
    expect(await field.read()).toBe(TEXTS[0]);
    expect(await field.choose({ siret: LYON })).toBe(false);
    expect(await field.choose({ siret: NICE })).toBe(true);
    expect(await field.read()).toBe(TEXTS[1]);
    await expect(field.choose({ siret: ABSENT })).rejects.toMatchObject({
      code: 'OPTION_NOT_FOUND',
    });
    await new Field(robotScreen.page, ['Fax'], 'Essai').fill('0102030405');
  });

  test(`what its open list offers is not taken for chosen: ${what}`, async ({
    robotScreen,
    show,
  }) => {
    await show(`${STYLE}<div>${html}</div>`);
    await robotScreen.page.evaluate(listScript);
    await robotScreen.page.locator('[data-opens]').click();
    const field = new Field(robotScreen.page, ['Structure'], 'Essai');
    expect(await field.read()).toBe('');
  });
}

/** Runs inside the page: a list that opens, marks what is typed, and is chosen in. */
function listScript(): void {
  const find = (part: string): HTMLElement | null => document.querySelector(`[data-${part}]`);
  const [opener, shown, list] = ['opens', 'shown', 'list'].map(find) as HTMLElement[];
  const search = find('search') as HTMLInputElement | null;
  if (opener === undefined || shown === undefined || list === undefined) return;
  const options = [...list.querySelectorAll<HTMLElement>('[data-option]')];
  const texts = options.map(({ textContent }) => textContent);
  const filter = (typed: string): void => {
    for (const [index, option] of options.entries()) {
      const [head = '', ...rest] = (texts[index] ?? '').split(typed === '' ? '\n' : typed);
      option.hidden = typed !== '' && rest.length === 0;
      option.innerHTML = rest.length === 0 ? head : `${head}<em>${typed}</em>${rest.join(typed)}`;
    }
  };
  const open = (isOpen: boolean): void => {
    list.hidden = !isOpen;
    if (opener.hasAttribute('aria-expanded')) opener.setAttribute('aria-expanded', String(isOpen));
    if (isOpen) search?.focus();
  };
  open(false);
  opener.addEventListener('click', ({ target }) => {
    if (!list.contains(target as Node)) open(true);
  });
  search?.addEventListener('input', () => filter(search.value));
  document.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') open(false);
  });
  for (const [index, option] of options.entries()) {
    option.addEventListener('click', () => {
      shown.textContent = texts[index] ?? '';
      if (search !== null) search.value = '';
      filter('');
      open(false);
    });
  }
}

test('a list that lays itself over its select is known with what it shows', async ({
  robotScreen,
  show,
}) => {
  await show(`<label for=s>Structure</label><div tabindex=0 style="position:relative;width:300px;height:30px">
    <select id=s style="position:absolute;inset:0;opacity:0"><option>${TEXTS[0] ?? ''}</select>
    <p style="margin:0">${TEXTS[0] ?? ''}</p></div>
    <label for=t>Type</label><div style="width:300px;height:30px"><div style="height:0;overflow:hidden">
    <select id=t><option>Création</select></div><span>Création</span><input style="width:1px;opacity:0"></div>
    <label for=u>Usage</label><div style="width:300px;height:30px"><select id=u><option>Editeur</select></div>`);
  for (const [label, tag] of [
    ['Structure', 'DIV'],
    ['Type', 'DIV'],
    ['Usage', 'SELECT'],
  ] as const) {
    const handle = await new Field(robotScreen.page, [label], 'Essai').handle();
    expect(await handle?.evaluate(({ nodeName }) => nodeName)).toBe(tag);
  }
});

test('words beside an input that is framed itself are not its choice', async ({
  robotScreen,
  show,
}) => {
  await show(`<label for=s>Structure</label> ${SELECT}
    <div><input id=s2 role=combobox aria-label=Structure style="border:1px solid"> <span>${TEXTS[0] ?? ''}</span></div>`);
  expect(await new Field(robotScreen.page, ['Structure'], 'Essai').read()).toBe('');
});

test('an empty text field beside a select of its own is read as empty', async ({
  robotScreen,
  show,
}) => {
  await show(`<label for=tel>Téléphone</label><select style="display:none"><option>+33</select>
    <div><input id=tel></div>`);
  const field = new Field(robotScreen.page, ['Téléphone'], 'Essai');
  expect(await field.read()).toBe('');
  await field.fill('0472000000');
  expect(await field.read()).toBe('0472000000');
});
