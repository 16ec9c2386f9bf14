import type { Labelling } from '../../seeing/fields.ts';
import type { SeenElement } from '../seen-element.ts';
import { frameOf } from './frame.ts';

/** The technical kinds of fields that are used differently. */
export type FieldKind =
  | 'text'
  | 'native-select'
  | 'select2-3'
  | 'select2-4'
  | 'radios'
  /** An element that drops a list down, or shows one: ARIA, Angular Material, PrimeNG etc. */
  | 'list'
  /** A text in place of a control: it shows a value and accepts no input. */
  | 'shown-text';

/** The data on a field that a look lacks (docs/seeing.md), as the page gives it. */
export interface FieldFacts extends Labelling {
  readonly kind: FieldKind;
  /** True if it is laid out but clipped away, as in a list that is closed. */
  readonly isClipped: boolean;
  /** The displayed value, as the page writes it; empty if it was not requested. */
  readonly shown: string;
  /** The texts of its options, if the page holds them; empty if they were not requested. */
  readonly options: readonly string[];
}

/**
 * Reads from the page what a look lacks about a field.
 * @returns undefined if the page has rendered it again since.
 */
export async function factsOf(
  field: SeenElement,
  withShown: boolean,
): Promise<FieldFacts | undefined> {
  const facts = await field.evaluate(readFacts, { withShown, frame: null });
  if (!withShown || facts?.isSearched !== true) return facts;
  const there = await field.handle();
  const frame = await there.evaluateHandle(frameOf);
  try {
    return await there.evaluate(readFacts, { withShown, frame });
  } finally {
    await frame.dispose();
  }
}

/** Facts as the page gives them. */
interface ReadFacts extends FieldFacts {
  /** True for the empty input of a list that is searched: the choice may be beside it. */
  readonly isSearched: boolean;
}

/**
 * Runs inside the page, so it can use nothing from outside.
 * @param asked `withShown` false if the value may be a secret: Playwright records what it reads;
 * the field's `frame`.
 */
function readFacts(
  part: Node,
  { withShown, frame }: { readonly withShown: boolean; readonly frame: Element | null },
): ReadFacts | undefined {
  const RADIOS = 'input[type=radio], [role=radio]';

  function kindOf(element: Element): FieldKind {
    if (element.matches('select')) return 'native-select';
    if (element.querySelector('.select2-choice') !== null) return 'select2-3';
    if (element.querySelector('.select2-selection') !== null) return 'select2-4';
    if (element.matches('input, textarea')) {
      const offers =
        '[role=combobox], [aria-haspopup]:not([aria-haspopup=false], [aria-haspopup=dialog])';
      return element.matches(offers) && element.hasAttribute('readonly') ? 'list' : 'text';
    }
    if (element.matches('[role=combobox], [role=listbox], [aria-haspopup], [aria-expanded]'))
      return 'list';
    if (element.matches('[role=radiogroup]') || element.querySelector(RADIOS) !== null)
      return 'radios';
    if (element.matches('[contenteditable=true], [role=textbox]')) return 'text';
    // A script shows it in place of the select that it hides.
    const hidden = element.previousElementSibling;
    if (hidden instanceof HTMLSelectElement && hidden.getClientRects().length === 0) return 'list';
    const opens = '[role=combobox], [aria-haspopup], [aria-expanded], [tabindex], button';
    return element.matches(opens) || element.querySelector(opens) !== null ? 'list' : 'shown-text';
  }

  /** Once an option is chosen, its text may be over or beside the emptied input. */
  function isSearched(element: Element): boolean {
    if (!(element instanceof HTMLInputElement) || element.value !== '') return false;
    return element.matches('[role=combobox]') || isForSelect(element);
  }

  /** Returns whether an input stands in a block that replaces a select that is not shown. */
  function isForSelect(input: Element): boolean {
    let block = input.parentElement;
    for (let height = 0; block !== null && height < HINTED_BLOCKS; height += 1) {
      const fields = [...block.querySelectorAll('input:not([type=hidden]), select, textarea')];
      if (fields.some((field) => field !== input && field.getClientRects().length > 0)) break;
      const beside = [block.previousElementSibling, ...block.children];
      if (beside.some((one) => one?.matches('select') && one.getClientRects().length === 0)) {
        return true;
      }
      block = block.parentElement;
    }
    return false;
  }

  function shownBy(element: Element, kind: FieldKind): string {
    switch (kind) {
      case 'text':
        if (!(element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement)) {
          return element.textContent.trim();
        }
        if (!isSearched(element)) return element.value;
        return frame === null ? wordsOver(element) : shownBy(element, 'list');
      case 'native-select':
        return element instanceof HTMLSelectElement
          ? (element.selectedOptions[0]?.textContent ?? '').trim()
          : '';
      case 'select2-3':
        return select2Text(element, '.select2-choice.select2-default', '.select2-chosen');
      case 'select2-4':
        return select2Text(
          element,
          '.select2-selection__placeholder',
          '.select2-selection__rendered',
        );
      case 'radios':
        return optionsOf(element, kind)[radiosOf(element).findIndex(isChosen)] ?? '';
      case 'list':
      case 'shown-text':
        return listText(element)
          .replace(/[\s\u200b]+/gu, ' ')
          .trim();
    }
  }

  /** Only a placeholder is visible if nothing was chosen. */
  function select2Text(widget: Element, empty: string, chosen: string): string {
    const shown = widget.querySelector(chosen);
    if (shown === null || widget.querySelector(empty) !== null) return '';
    const copy = shown.cloneNode(true) as Element;
    // select2 4 puts its clear button inside the shown text.
    for (const cross of copy.querySelectorAll('.select2-selection__clear')) cross.remove();
    return copy.textContent.trim();
  }

  function radiosOf(group: Element): Element[] {
    return [...group.querySelectorAll(RADIOS)];
  }

  function isChosen(radio: Element): boolean {
    return radio instanceof HTMLInputElement
      ? radio.checked
      : radio.getAttribute('aria-checked') === 'true';
  }

  /** Returns the words beside a radio button. */
  function radioText(radio: Element, radios: readonly Node[]): string {
    const own = radio.getAttribute('aria-label') ?? '';
    const labels = radio instanceof HTMLInputElement ? [...(radio.labels ?? [])] : [];
    const marked = [own, ...labels.map(({ textContent }) => textContent), radio.textContent];
    const text = marked.find((words) => words.trim() !== '');
    // Without markup: the text between this one and the next.
    let words = text ?? '';
    for (
      let next = radio.nextSibling;
      text === undefined && next !== null && !radios.includes(next);
      next = next.nextSibling
    ) {
      words += ` ${next.textContent ?? ''}`;
    }
    return words.replace(/\s+/gu, ' ').trim();
  }

  function optionsOf(element: Element, kind: FieldKind): string[] {
    if (kind === 'radios') {
      const radios = radiosOf(element);
      return radios.map((radio) => radioText(radio, radios));
    }
    // A select2 4 widget follows the select that it hides (facts/dom.md section 2).
    const select = element.matches('select') ? element : element.previousElementSibling;
    return select instanceof HTMLSelectElement
      ? [...select.options].map((option) => option.text.trim())
      : [];
  }

  /** Returns the words of the chosen option, without icons and placeholder. */
  function listText(element: Element): string {
    if (element.matches('[role=listbox]:not([aria-haspopup], [aria-expanded])')) {
      const chosen = [...element.querySelectorAll('[role=option][aria-selected=true]')];
      return chosen.map(({ textContent }) => textContent).join(' ');
    }
    if (element instanceof HTMLInputElement && element.value !== '') return element.value;
    // The chosen value may be beside the input that searches for it.
    let box = element.matches('input') ? (frame ?? element) : element;
    while (box.matches('input') && box.parentElement !== null) box = box.parentElement;
    const beside = box.matches('[class*=placeholder]') ? '' : displayedIn(box);
    if (/\S/u.test(beside)) return beside;
    return wordsOver(element) || valueInside(element);
  }

  /**
   * Returns the value of the only input inside a list's widget, if it is seen and takes no typing:
   * what was typed to search is not what was chosen.
   */
  function valueInside(element: Element): string {
    const seen = { visibilityProperty: true, opacityProperty: true };
    const [only, ...others] = [...element.querySelectorAll('input')].filter((input) => {
      const isText = input.type === 'text' && input.closest('[aria-hidden=true]') === null;
      return isText && input.getBoundingClientRect().width > 2 && input.checkVisibility(seen);
    });
    return only?.readOnly === true && others.length === 0 ? only.value : '';
  }

  /**
   * Returns the displayed words in a list's widget, through open shadow roots: options may be
   * slotted into a list that is closed.
   */
  function displayedIn(element: Element): string {
    const aside =
      '[aria-hidden=true], svg, mat-icon, .material-icons, [role=listbox], [role=menu], ul, label, ' +
      '[class*=placeholder], [role=button], button, script, style';
    const read = (node: Node): string => {
      if (node instanceof Text) return node.data;
      if (!(node instanceof Element)) return '';
      if (node.matches(aside) && !isChoiceAlone(node, element)) return '';
      if (isDroppedBy(element, node)) return '';
      const isDrawn =
        node.getClientRects().length > 0 || getComputedStyle(node).display === 'contents';
      const words = isDrawn ? partsOf(node).map(read).join('') : '';
      // An arrow may be a text character.
      return /[\p{L}\p{N}]/u.test(words) ? words : '';
    };
    return partsOf(element).map(read).join('');
  }

  /** Returns whether a part is apart from the line of its widget, as an open list is. */
  function isDroppedBy(widget: Element, part: Element): boolean {
    const [line, place] = [widget.getBoundingClientRect(), part.getBoundingClientRect()];
    if (line.height < 10 || place.height < 2) return false;
    if (place.top >= line.bottom - EDGE || place.bottom <= line.top + EDGE) return true;
    const middle = (place.top + place.bottom) / 2;
    const isOver = ['absolute', 'fixed'].includes(getComputedStyle(part).position);
    return isOver && (middle < line.top || middle > line.bottom);
  }

  /** Returns whether a list stands in the line of its closed widget and shows what was chosen alone. */
  function isChoiceAlone(list: Element, widget: Element): boolean {
    if (!list.matches('[role=listbox]') || widget.matches('[aria-expanded=true]')) return false;
    const options = [...list.querySelectorAll('[role=option]')];
    const [line, place] = [widget.getBoundingClientRect(), list.getBoundingClientRect()];
    return (
      options.length > 0 &&
      options.every((option) => option.getAttribute('aria-selected') === 'true') &&
      line.height <= LINE_HEIGHT &&
      line.top <= place.top &&
      place.bottom <= line.bottom
    );
  }

  /** Returns the nodes drawn directly in an element. */
  function partsOf(element: Element): Node[] {
    return [...(element.shadowRoot ?? element).childNodes].flatMap((node) =>
      node instanceof HTMLSlotElement ? node.assignedNodes({ flatten: true }) : [node],
    );
  }

  /**
   * Returns the words that lie over an empty input, as its widget writes what was chosen. Those that
   * are marked as a placeholder count only if they are an option that is selected in its list.
   */
  function wordsOver(input: Element): string {
    if (!input.matches('input')) return '';
    const place = input.getBoundingClientRect();
    const isOver = (part: Element): boolean => {
      const { left, right, top, bottom, width } = part.getBoundingClientRect();
      const isAcross = left < place.right && place.left < right && width > 2;
      return isAcross && top < place.bottom && place.top < bottom && isShown(part);
    };
    const list = (input.getAttribute('aria-controls') ?? '').split(/\s+/u);
    const selected = list
      .flatMap((id) => (id === '' ? [] : (document.getElementById(id) ?? [])))
      .flatMap((one) => [...one.querySelectorAll('[role=option][aria-selected=true]')])
      .map(({ textContent }) => textContent.trim());
    const aside = 'label, legend, button, [role=button], [role=listbox], [role=status]';
    const FIELDS = 'input:not([type=hidden], [aria-hidden=true]), select, textarea';
    let block = input.parentElement;
    for (let height = 0; block !== null && height < HINTED_BLOCKS; height += 1) {
      if (block.querySelectorAll(FIELDS).length > 1) break;
      const words = [...block.querySelectorAll('*')].flatMap((part) => {
        const own = [...part.childNodes].map((node) => (node instanceof Text ? node.data : ''));
        const text = own.join('').trim();
        if (!/[\p{L}\p{N}]/u.test(text) || part.closest(aside) !== null) return [];
        const isEmpty = part.closest('[class*=placeholder]') !== null && !selected.includes(text);
        return isEmpty || !isOver(part) ? [] : text;
      });
      if (words.length > 0) return words.join(' ');
      block = block.parentElement;
    }
    return '';
  }

  /** The hints of a form about a field, in addition to its label. */
  const HINTS =
    'small, [class*=hint], [class*=help], [class*=aide], [class*=description], [class*=info-], [class*=note]';
  const HINTED_BLOCKS = 4;
  /** The most that a field of one line takes, in pixels. */
  const LINE_HEIGHT = 80;
  /** How far a list that drops down may lie over its widget, in pixels. */
  const EDGE = 4;

  function isShown(element: Element): boolean {
    return element.getClientRects().length > 0 && getComputedStyle(element).visibility !== 'hidden';
  }

  /** Returns whether nothing is left of an element, or of a block around it. */
  function isClippedAway(element: Element): boolean {
    for (let part: Element | null = element; part !== null; part = part.parentElement) {
      if (/^inset\((?:[5-9]\d|\d{3,})%\)$/u.test(getComputedStyle(part).clipPath)) return true;
    }
    return false;
  }

  /** Returns whether a part of a label is a hint: by its name, or on a line after the words. */
  function isHintIn(label: Element, part: Element): boolean {
    if (part.matches(HINTS)) return true;
    if (getComputedStyle(part).display.startsWith('inline')) return false;
    const before = document.createRange();
    before.setStart(label, 0);
    before.setEndBefore(part);
    return /\p{L}/u.test(before.toString());
  }

  /** Returns the words of a label, without those of hints, fields, buttons and icons inside it. */
  function labelText(label: Element): string {
    const aside =
      'button, [role=button], [role=img], [role=tooltip], svg, input, select, textarea, [role=combobox], [role=listbox], .select2-container';
    const read = (node: Node): string => {
      if (node instanceof Text) return node.data;
      if (!(node instanceof Element) || node.matches(aside)) return '';
      if (node !== label && isHintIn(label, node)) return '';
      const assigned = node instanceof HTMLSlotElement ? node.assignedNodes() : [];
      return [...(assigned.length > 0 ? assigned : node.childNodes)].map(read).join('');
    };
    return read(label).replace(/\s+/gu, ' ').trim();
  }

  function labelsOf(element: Element): Element[] {
    const beside = [element.previousElementSibling, element.nextElementSibling].filter(
      (one) => one !== null && one.getBoundingClientRect().width <= 2,
    );
    const owners = [element, ...element.querySelectorAll('input, select'), ...beside];
    const isField = element.matches('input, select, textarea');
    return owners.flatMap((owner) => {
      if (owner === null || (isField && owner !== element)) return [];
      const own =
        'labels' in owner ? [...((owner.labels as NodeListOf<Element> | null) ?? [])] : [];
      const ids = (owner.getAttribute('aria-labelledby') ?? '').split(/\s+/u);
      const root = owner.getRootNode() as Document | ShadowRoot;
      const named = ids.flatMap((id) => (id === '' ? [] : (root.getElementById(id) ?? [])));
      return [...own, ...named].filter((label) => !element.contains(label) && isShown(label));
    });
  }

  /** Returns the labels of a group, without those of its choices. */
  function groupLabelsOf(group: Element): Element[] {
    const ids = (group.getAttribute('aria-labelledby') ?? '').split(/\s+/u);
    const root = group.getRootNode() as Document | ShadowRoot;
    const named = ids.flatMap((id) => (id === '' ? [] : (root.getElementById(id) ?? [])));
    const legend = group.querySelector(':scope > legend');
    return [...new Set([...named, ...(legend === null ? [] : [legend])])].filter(isShown);
  }

  function hintsNear(element: Element): string[] {
    let block = element;
    for (let height = 0; height < HINTED_BLOCKS; height += 1) block = block.parentElement ?? block;
    return [...block.querySelectorAll(HINTS)].filter(isShown).map(({ textContent }) => textContent);
  }

  /** Returns the widget that an element is the visible part of. */
  function widgetOf(element: Element): Element {
    const select2 = element.closest('.select2-container');
    if (select2 !== null || element.matches('input, select, textarea')) return select2 ?? element;
    const opener = element.closest('[role=combobox], [aria-haspopup], [aria-expanded], [tabindex]');
    const isAll = opener?.textContent.trim() === element.textContent.trim();
    return opener !== null && isAll ? opener : element;
  }

  if (!(part instanceof Element) || !part.isConnected) return undefined;
  const element = widgetOf(part);
  const kind = kindOf(element);
  const labelled = kind === 'radios' ? groupLabelsOf(element) : labelsOf(element);
  const labels = labelled.map(labelText);
  const name = element.getAttribute('aria-label') ?? '';
  return {
    kind,
    isSearched: isSearched(element),
    isClipped: isClippedAway(element),
    shown: withShown ? shownBy(element, kind) : '',
    options: withShown ? optionsOf(element, kind) : [],
    labels: [...labels, labels.join(' ')].filter((words) => words !== ''),
    named: name === '' ? [] : [name],
    hints: hintsNear(element),
  };
}
