import type { Siret } from '../../src/domain/siret.ts';
import { Field } from '../../src/acting/fields/field.ts';
import { expect, test } from '../../fixtures/playwright/robot-browser.ts';

const SIZED = 'style="display:block;width:300px;min-height:20px"';

const [LYON, NICE] = ['73282932000074', '90417253300013'] as [Siret, Siret];
const ABSENT = '73282932000017' as Siret;
const STRUCTURES = [`${LYON} - PL DIFFUSION LYON`, `${NICE} - PL DIFFUSION NICE`];

/** Lists of web components: `[data-list]` is hidden until its component is clicked. */
const COMPONENTS: readonly (readonly [what: string, html: string])[] = [
  [
    'options that are slotted into its list',
    `<x-list role=combobox aria-label=Structure tabindex=0 ${SIZED} aria-controls=box>
       <template><div data-shown></div><div id=box data-list><slot></slot></div></template>
       ${STRUCTURES.map((text) => `<x-option role=option>${text}</x-option>`).join('')}</x-list>`,
  ],
  [
    'options that are drawn out of sight of the document',
    `<x-list><template>
       <div role=combobox aria-label=Structure tabindex=0 ${SIZED}><span data-shown></span></div>
       <div data-list>${STRUCTURES.map((text) => `<x-option><template><div role=option>${text}</div></template></x-option>`).join('')}</div>
     </template></x-list>`,
  ],
  [
    'options whose words alone are in the document',
    `<x-list><template>
       <div role=combobox aria-label=Structure tabindex=0 ${SIZED}><span data-shown></span></div>
       <div data-list><slot></slot></div></template>
       ${STRUCTURES.map((text) => `<x-option><template><div role=option><slot></slot></div></template><b>${text}</b></x-option>`).join('')}</x-list>`,
  ],
];

for (const [what, html] of COMPONENTS) {
  test(`a structure is chosen in a component with ${what}`, async ({ robotScreen, show }) => {
    await show(`${html}<p><label>Fax <input></label></p>`);
    await robotScreen.page.evaluate(componentScript);
    const field = new Field(robotScreen.page, ['Structure'], 'Essai');
    expect(await field.read()).toBe('');
    await expect(field.expectChosen({ siret: LYON })).rejects.toMatchObject({
      code: 'READ_BACK_DIFFERS',
    });
    expect(await field.choose({ siret: LYON })).toBe(true);
    expect(await field.read()).toBe(STRUCTURES[0]);
    expect(await field.choose({ siret: NICE })).toBe(true);
    expect(await field.read()).toBe(STRUCTURES[1]);
    await expect(field.choose({ siret: ABSENT })).rejects.toMatchObject({
      code: 'OPTION_NOT_FOUND',
      details: { present: STRUCTURES },
    });
  });
}

/** A block that drops a list down and holds the input that shows what was chosen. */
function inputInside(input: string): string {
  return `<p>Structure</p>
    <div role=combobox tabindex=0 aria-expanded=false ${SIZED}><input ${input}><i>▾</i></div>
    <ul role=listbox hidden>${STRUCTURES.map((text) => `<li role=option>${text}</li>`).join('')}</ul>
    <script>
      const [block, shown, list] = ['div', 'input', 'ul'].map((part) => document.querySelector(part));
      const open = (isOpen) => { list.hidden = !isOpen; block.setAttribute('aria-expanded', isOpen); };
      block.addEventListener('click', () => open(true));
      list.addEventListener('click', ({ target }) => { shown.value = target.textContent; open(false); });
    </script>`;
}

test('a list that shows its choice in an input that takes no typing is read by it', async ({
  robotScreen,
  show,
}) => {
  await show(inputInside('readonly tabindex=-1 placeholder=Choisir'));
  const field = new Field(robotScreen.page, ['Structure'], 'Essai');
  expect(await field.read()).toBe('');
  expect(await field.choose({ siret: LYON })).toBe(true);
  expect(await field.read()).toBe(STRUCTURES[0]);
  expect(await field.choose({ siret: NICE })).toBe(true);
  expect(await field.choose({ siret: NICE })).toBe(false);
});

for (const [what, input] of [
  ['that is typed in', ''],
  ['that nobody sees', 'readonly style="opacity:0"'],
] as const) {
  test(`the text in a list's input ${what} is not its choice`, async ({ robotScreen, show }) => {
    await show(inputInside(`${input} value="${STRUCTURES[0] ?? ''}"`));
    const field = new Field(robotScreen.page, ['Structure'], 'Essai');
    await expect(field.expectChosen({ siret: LYON })).rejects.toMatchObject({
      code: 'READ_BACK_DIFFERS',
    });
  });
}

/** Runs inside the page. */
function componentScript(): void {
  const grow = (root: Element | ShadowRoot): void => {
    for (const template of root.querySelectorAll('template')) {
      const host = template.parentElement;
      const shadow = host?.attachShadow({ mode: 'open' });
      shadow?.append(template.content.cloneNode(true));
      template.remove();
      if (shadow !== undefined) grow(shadow);
    }
  };
  grow(document.body);
  const component = document.querySelector('x-list');
  const shadow = component?.shadowRoot;
  const list = shadow?.querySelector<HTMLElement>('[data-list]');
  const shown = shadow?.querySelector('[data-shown]');
  if (!component || !list || !shown) throw new Error('there is no component to choose in');
  list.hidden = true;
  component.addEventListener('click', (event) => {
    const option = event
      .composedPath()
      .find((one) => one instanceof HTMLElement && one.localName === 'x-option');
    list.hidden = !list.hidden;
    if (!(option instanceof HTMLElement)) return;
    shown.textContent = (option.textContent || option.shadowRoot?.textContent) ?? '';
  });
  document.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') list.hidden = true;
  });
}
