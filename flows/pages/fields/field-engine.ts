import { selectors } from 'playwright';

/** Name of the selector engine: `page.locator('field-labelled=<wordings>')`. */
const ENGINE = 'field-labelled';

let registered = false;

/**
 * Teaches Playwright to find a control by its visible label. Its registry belongs to the process
 * and refuses a second entry of one name, hence the flag. To be called before a page is opened.
 */
export async function registerFieldEngine(): Promise<void> {
  if (registered) return;
  registered = true;
  await selectors.register(ENGINE, fieldEngine, { contentScript: true });
}

/** The selector for the controls whose label is one of the given normalised texts. */
export function fieldSelector(normalisedLabels: readonly string[]): string {
  // Encoded, because Playwright gives quotes and `>>` in a selector a meaning of their own.
  const body = encodeURIComponent(JSON.stringify(normalisedLabels)).replaceAll("'", '%27');
  return `${ENGINE}=${body}`;
}

/**
 * Runs inside the page, so it can use nothing from outside. A person goes from a label to the
 * control it names; so does this: `for`, a wrapping label, the nearest block that holds one control
 * and this label alone, `aria-labelledby`, `aria-label`. A control that a widget hides is answered
 * by the widget that stands for it (select2 3 and 4: facts/dom.md section 2).
 */
function fieldEngine(): {
  query(root: ParentNode, body: string): Element | null;
  queryAll(root: ParentNode, body: string): Element[];
} {
  const CONTROLS =
    'input:not([type=hidden],[type=button],[type=submit],[type=reset],[type=image]), select, textarea, ' +
    '.select2-container, [role=combobox], [role=listbox], [contenteditable=true]';
  const WIDGET = '.select2-container';
  const HIGHEST_BLOCK = 5;

  function normalise(text: string): string {
    return text
      .replace(/[’‘ʼ`´]/gu, "'")
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .replace(/\s+/gu, ' ')
      .toLowerCase()
      .replace(/[\s*:]+$/u, '')
      .trim();
  }

  function isShown(element: Element): boolean {
    return element.getClientRects().length > 0 && getComputedStyle(element).visibility !== 'hidden';
  }

  /** Shown, and not a part of a list that a widget has dropped down. */
  function isUsable(element: Element): boolean {
    return isShown(element) && !element.matches('.select2-drop *, .select2-dropdown *');
  }

  /** The label's own words: without the controls, icons and hints inside it. */
  function wordsOf(label: Element): string {
    const copy = label.cloneNode(true) as Element;
    for (const inner of copy.querySelectorAll(
      `${CONTROLS}, button, [role=img], [role=tooltip], option`,
    )) {
      inner.remove();
    }
    return normalise(copy.textContent).replace(/^[*\s]+/u, '');
  }

  /** The thing a person would click for this control: the widget around it or beside it, or itself. */
  function standIn(control: Element): Element {
    const around = control.closest(WIDGET);
    if (around !== null) return around;
    if (!control.matches('.select2-offscreen, .select2-hidden-accessible')) return control;
    const beside = [control.previousElementSibling, control.nextElementSibling];
    return beside.find((sibling) => sibling?.matches(WIDGET)) ?? control;
  }

  function controlsIn(block: ParentNode): Element[] {
    const found = [...block.querySelectorAll(CONTROLS)].map(standIn).filter(isUsable);
    return [...new Set(found)];
  }

  function controlOf(label: Element): Element | undefined {
    const named = label.getAttribute('for');
    const target = named === null ? null : document.getElementById(named);
    if (target !== null) return standIn(target);
    const wrapped = controlsIn(label);
    if (wrapped.length === 1) return wrapped[0];
    let block = label.parentElement;
    for (let height = 0; block !== null && height < HIGHEST_BLOCK; height += 1) {
      const controls = controlsIn(block);
      const alone = [...block.querySelectorAll('label')].filter(isShown).length <= 1;
      if (controls.length === 1 && alone) return controls[0];
      if (controls.length > 0) return undefined;
      block = block.parentElement;
    }
    return undefined;
  }

  function controlsNamedByAttribute(root: ParentNode, wanted: ReadonlySet<string>): Element[] {
    return [...root.querySelectorAll('[aria-labelledby], [aria-label]')].filter((control) => {
      if (!control.matches(CONTROLS)) return false;
      const ids = (control.getAttribute('aria-labelledby') ?? '').split(/\s+/u);
      const words = ids.map((id) => document.getElementById(id)?.textContent ?? '').join(' ');
      return [words, control.getAttribute('aria-label') ?? ''].some((name) =>
        wanted.has(normalise(name)),
      );
    });
  }

  function queryAll(root: ParentNode, body: string): Element[] {
    const wanted = new Set(JSON.parse(decodeURIComponent(body)) as string[]);
    const labelled = [...root.querySelectorAll('label')]
      .filter((label) => wanted.has(wordsOf(label)) && isShown(label))
      .map(controlOf)
      .filter((control) => control !== undefined);
    const named = controlsNamedByAttribute(root, wanted).map(standIn);
    return [...new Set([...labelled, ...named])].filter(isUsable);
  }

  return {
    query: (root, body) => queryAll(root, body)[0] ?? null,
    queryAll,
  };
}
