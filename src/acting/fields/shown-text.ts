import type { Locator } from 'playwright';
import type { Scope } from '../../seeing/look-at.ts';
import { patternOf } from '../../seeing/wording-match.ts';
import type { Wording } from '../../seeing/wording.ts';

/**
 * Returns the content in place of a field after a label: a text, or a block that drops a list down,
 * as a script shows one in place of a `<select>` that it hides.
 * In a look the words of a line run together, and such a block looks like a text (docs/seeing.md).
 */
export async function contentAfterLabel(scope: Scope, wording: Wording): Promise<Locator[]> {
  const pattern = patternOf(wording);
  const labels = scope.getByText(pattern).or(scope.getByTitle(pattern)).filter({ visible: true });
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
  /** Elements that may drop a list down without saying so; only if they are as wide as a field. */
  const OPENERS =
    'button[aria-haspopup]:not([aria-haspopup=dialog]), button[aria-expanded], .dropdown-toggle, ' +
    '[tabindex="0"]:not(a, button, input, select, textarea, label, table, tr, td, th, [role=tabpanel], [role=dialog])';
  const HIGHEST_BLOCK = 5;

  const lettersOf = (node: Node): string => (node.textContent ?? '').replace(/[^\p{L}\p{N}]/gu, '');
  /** A select that is not shown is what a block stands for. */
  const isReplaced = (field: Element): boolean =>
    field instanceof HTMLSelectElement && field.getClientRects().length === 0;
  const isOpener = (element: Element): boolean => {
    const { width, height } = element.getBoundingClientRect();
    if (!element.matches(OPENERS) || width < 80 || height > 80 || height < 3) return false;
    const parts = [...element.querySelectorAll(`${FIELDS}, a, button`)];
    return parts.every(isReplaced);
  };
  /** Finds the opener with this label as placeholder, tooltip, or only other text in its block. */
  const pathToOpener = (label: Element): string => {
    let opener: Element | null = label;
    for (let up = 1; opener !== null && up <= HIGHEST_BLOCK; up += 1) {
      const isNamed =
        opener === label ? opener.hasAttribute('title') : /placeholder/iu.test(label.className);
      if (isNamed && isOpener(opener)) return `ancestor-or-self::*[${up}]`;
      opener = opener.parentElement;
    }
    let block = label.parentElement;
    for (let height = 1; block !== null && height <= HIGHEST_BLOCK; height += 1) {
      const parts = [...block.querySelectorAll('*')];
      if (parts.some((part) => part.matches(FIELDS) && !isReplaced(part))) return '';
      const found = parts.filter((part) => isOpener(part) && !part.contains(label));
      const [only] = found;
      if (found.length > 1) return '';
      if (only !== undefined) {
        const rest = lettersOf(block).replace(lettersOf(only), '');
        const isItsLabel = rest === lettersOf(label);
        return isItsLabel ? `ancestor::*[${height}]/descendant::*[${parts.indexOf(only) + 1}]` : '';
      }
      block = block.parentElement;
    }
    return '';
  };
  /** Returns the block without a role that is right after a hidden `<select>`, in its place. */
  const inPlaceOf = (select: unknown): Element | undefined => {
    if (!(select instanceof HTMLSelectElement)) return undefined;
    const block = select.nextElementSibling;
    if (select.getClientRects().length > 0 || block === null) return undefined;
    const { width, height } = block.getBoundingClientRect();
    const isLikeField = width >= 80 && height >= 3 && height <= 80;
    const saysSo = block.matches(FIELDS) || block.querySelector('[role=combobox]') !== null;
    return isLikeField && !saysSo ? block : undefined;
  };
  /** Finds the block that replaces the select of a label, or the only field in a block. */
  const replacing = (label: Element, block?: Element): Element | undefined => {
    if (block === undefined) return inPlaceOf(label.closest('label')?.control);
    const parts = [block, ...block.querySelectorAll('*')];
    const [only, ...others] = parts.flatMap((part) => inPlaceOf(part) ?? []);
    if (only === undefined || others.length > 0) return undefined;
    const isPartOfIt = (part: Element): boolean =>
      only.contains(part) || part === only.previousElementSibling;
    return parts.some((part) => part.matches(ANOTHER) && !isPartOfIt(part)) ? undefined : only;
  };
  const pathTo = (target: Element, label: Element): string => {
    let block = label.parentElement;
    for (let height = 1; block !== null; height += 1) {
      const place = [...block.querySelectorAll('*')].indexOf(target);
      if (place !== -1) return `ancestor::*[${height}]/descendant::*[${place + 1}]`;
      block = block.parentElement;
    }
    return '';
  };
  const siblingsAfter = (block: Element): Element[] => {
    const all = [...(block.parentElement?.children ?? [])];
    return all.slice(all.indexOf(block) + 1);
  };

  return labels.map((label) => {
    const ofLabel = replacing(label);
    if (ofLabel !== undefined) return pathTo(ofLabel, label);
    const path = pathToOpener(label);
    if (path !== '') return path;
    if (label.closest(NO_LABEL) !== null) return '';
    let block = label;
    for (let height = 0; height <= HIGHEST_BLOCK; height += 1) {
      const siblings = siblingsAfter(block);
      const value =
        siblings.find((one) => lettersOf(one) !== '') ??
        siblings.find((one) => !one.matches(NOTHING));
      if (value !== undefined) {
        const widget = replacing(label, value);
        if (widget !== undefined) return pathTo(widget, label);
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
