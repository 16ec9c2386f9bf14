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
