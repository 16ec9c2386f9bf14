import type { Frame, Page } from 'playwright';
import { DETACHED, SeenElement } from '../../src/acting/seen-element.ts';
import { lookAt } from '../../src/seeing/look-at.ts';
import { expect, test } from '../../fixtures/playwright/robot-browser.ts';

/** Less time than Playwright waits for an element that is gone, and more than is needed at once. */
const AT_ONCE_MS = 5_000;

const FORM = '<input aria-label="Fax" value="04"><button>Valider</button>';

const OPENINGS: readonly (readonly [where: string, html: string])[] = [
  ['in the page', FORM],
  [
    'in an open shadow root',
    `<x-form></x-form><script>customElements.define('x-form', class extends HTMLElement {
      connectedCallback() { this.attachShadow({ mode: 'open' }).innerHTML = ${JSON.stringify(FORM)}; }
    })</script>`,
  ],
  ['in a frame', `<iframe srcdoc='${FORM}'></iframe>`],
];

const seen = async (view: Page | Frame, role: string): Promise<SeenElement> => {
  const { things } = await lookAt(view);
  const thing = things.find((one) => one.role === role);
  if (thing === undefined) throw new Error(`no ${role}`);
  return SeenElement.of(view, thing, role);
};

for (const [where, html] of OPENINGS) {
  test(`what a look saw is typed in, read and clicked ${where}`, async ({
    robotScreen: { page },
    show,
  }) => {
    await show(html);
    const view = page.frames().at(-1) ?? page;
    await (await seen(view, 'textbox')).fill('05');
    const value = await (await seen(view, 'textbox')).evaluate(valueOf, undefined);
    await (await seen(view, 'button')).click();
    expect(value).toBe('05');
    expect(await (await seen(view, 'button')).evaluate(isFocused, undefined)).toBe(true);
  });

  test(`what was rendered again since is left alone at once ${where}`, async ({
    robotScreen: { page },
    show,
  }) => {
    await show(html);
    const view = page.frames().at(-1) ?? page;
    const fax = await seen(view, 'textbox');
    await fax.evaluate(renderAgain, undefined);
    page.setDefaultTimeout(AT_ONCE_MS);
    await expect(fax.fill('05')).rejects.toThrow(DETACHED);
    await expect(fax.click()).rejects.toThrow(DETACHED);
    await expect(fax.evaluate(valueOf, undefined)).rejects.toThrow(DETACHED);
    expect(await (await seen(view, 'textbox')).evaluate(valueOf, undefined)).toBe('04');
  });
}

test('what was seen in another document is left alone at once', async ({
  robotScreen: { page },
  show,
}) => {
  await show(FORM);
  const button = await seen(page, 'button');
  await show(FORM);
  page.setDefaultTimeout(AT_ONCE_MS);
  await expect(button.click()).rejects.toThrow(DETACHED);
  await expect(button.evaluate(isFocused, undefined)).rejects.toThrow(DETACHED);
});

/** Runs inside the page. */
function valueOf(element: Node): string {
  return element instanceof HTMLInputElement ? element.value : '';
}

/** Runs inside the page. */
function isFocused(element: Node): boolean {
  const root = element.getRootNode() as Document | ShadowRoot;
  return root.activeElement === element;
}

/** Runs inside the page. */
function renderAgain(element: Node): void {
  const copy = element.cloneNode(true);
  element.parentNode?.replaceChild(copy, element);
}
