import type { Locator } from 'playwright';
import type { Scope } from '../../../src/seeing/look-at.ts';
import { patternOf } from '../../../src/seeing/wording-match.ts';
import type { Wording } from '../../../src/seeing/wording.ts';

/**
 * What stands in a field's place behind a label: a text, or a block that drops a list down. In a
 * look the words of a line run together, and no such block is told from a text (docs/seeing.md).
 */
export async function standingBehind(scope: Scope, wording: Wording): Promise<Locator[]> {
  const labels = scope.getByText(patternOf(wording)).filter({ visible: true });
  const paths = await labels.evaluateAll(pathsBehind);
  return paths.flatMap((path, index) =>
    path === '' ? [] : [labels.nth(index).locator(`xpath=${path}`)],
  );
}

/** Runs inside the page: from each label to the next cell, the `dd`, the rest of the line. */
function pathsBehind(labels: Element[]): string[] {
  const FIELDS =
    'input:not([type=hidden]), select, textarea, [role=textbox], [role=combobox], [role=listbox], [role=radiogroup]';
  const ANOTHER = `label, dt, th, legend, button:not([aria-haspopup], [aria-expanded]), ${FIELDS}`;
  const NO_LABEL =
    'a, button, h1, h2, h3, h4, [role=heading], option, [role=option], [role=button], [role=tab], [role=menuitem], ' +
    '[role=columnheader], [role=listbox] *, .select2-container, .select2-drop *, nav *, tr:not(:has(td)) th';
  const NOTHING = 'i, svg, img, br, hr, script, style';
  const HIGHEST_BLOCK = 5;

  const siblingsAfter = (block: Element): Element[] => {
    const all = [...(block.parentElement?.children ?? [])];
    return all.slice(all.indexOf(block) + 1);
  };
  const lettersOf = (node: Node): string => (node.textContent ?? '').replace(/[^\p{L}\p{N}]/gu, '');

  return labels.map((label) => {
    if (label.closest(NO_LABEL) !== null) return '';
    let block = label;
    for (let height = 0; height <= HIGHEST_BLOCK; height += 1) {
      const siblings = siblingsAfter(block);
      const value =
        siblings.find((one) => lettersOf(one) !== '') ??
        siblings.find((one) => !one.matches(NOTHING));
      if (value !== undefined) {
        if (value.matches(ANOTHER) || value.querySelector(ANOTHER) !== null) return '';
        const from = height === 0 ? '' : `ancestor::*[${height}]/`;
        return `${from}following-sibling::*[${siblings.indexOf(value) + 1}]`;
      }
      const parent = block.parentElement;
      if (parent === null || parent.querySelector(FIELDS) !== null) return '';
      const rest = [...parent.childNodes].slice([...parent.childNodes].indexOf(block) + 1);
      if (rest.some((node) => node instanceof Text && node.data.trim() !== '')) {
        return `ancestor::*[${height + 1}]`;
      }
      if (lettersOf(parent) !== lettersOf(label)) return '';
      block = parent;
    }
    return '';
  });
}
