import type { Locator } from 'playwright';
import { until } from '../waiting.ts';

/** What a field is made of, as far as it is used differently. */
export type FieldKind =
  | 'text'
  | 'native-select'
  | 'select2-3'
  | 'select2-4'
  | 'radios'
  /** Something that drops a list down, or shows one: ARIA, Angular Material, PrimeNG and their like. */
  | 'list'
  /** A text in a control's place: it says something and takes nothing. */
  | 'shown-text';

/** One thing that a label names, as one look at the page finds it. */
export interface FieldLook {
  /** Tag and id, as a developer would look for it. */
  readonly tag: string;
  readonly kind: FieldKind;
  /** What it shows, as the page writes it; empty where that was not asked for. */
  readonly shown: string;
  /** The texts of its options, where the page holds them; none where that was not asked for. */
  readonly options: readonly string[];
}

/**
 * Returns everything that a label names. One call to the page, since each call walks the whole
 * document to find the field; again where the page is replaced meanwhile, as a choice may have it
 * sent anew.
 * @param withShown false where what is shown may be a secret: Playwright records what it reads.
 */
export async function lookAtField(field: Locator, withShown: boolean): Promise<FieldLook[]> {
  return (await until(() => field.evaluateAll(look, withShown))) ?? [];
}

/** Runs inside the page, so it can use nothing from outside. */
function look(elements: Element[], withShown: boolean): FieldLook[] {
  const RADIOS = 'input[type=radio], [role=radio]';

  function kindOf(element: Element): FieldKind {
    if (element.matches('select')) return 'native-select';
    if (element.querySelector('.select2-choice') !== null) return 'select2-3';
    if (element.querySelector('.select2-selection') !== null) return 'select2-4';
    if (element.matches('input, textarea')) {
      const offers = element.getAttribute('role') === 'combobox';
      return offers && element.hasAttribute('readonly') ? 'list' : 'text';
    }
    if (element.matches('[role=combobox], [role=listbox], [aria-haspopup], [aria-expanded]'))
      return 'list';
    if (element.matches('[role=radiogroup]') || element.querySelector(RADIOS) !== null)
      return 'radios';
    if (element.matches('[contenteditable=true], [role=textbox]')) return 'text';
    const opens = '[role=combobox], [aria-haspopup], [aria-expanded], [tabindex], button';
    return element.matches(opens) || element.querySelector(opens) !== null ? 'list' : 'shown-text';
  }

  function shownBy(element: Element, kind: FieldKind): string {
    switch (kind) {
      case 'text':
        return element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement
          ? element.value
          : element.textContent.trim();
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

  /** Only a placeholder shows where nothing was chosen. */
  function select2Text(widget: Element, empty: string, chosen: string): string {
    const shown = widget.querySelector(chosen);
    if (shown === null || widget.querySelector(empty) !== null) return '';
    const copy = shown.cloneNode(true) as Element;
    // select2 4 puts its clear cross inside the shown text.
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

  /** The words that stand with a radio button. */
  function radioText(radio: Element, radios: readonly Node[]): string {
    const own = radio.getAttribute('aria-label') ?? '';
    const labels = radio instanceof HTMLInputElement ? [...(radio.labels ?? [])] : [];
    const marked = [own, ...labels.map(({ textContent }) => textContent), radio.textContent];
    const text = marked.find((words) => words.trim() !== '');
    // Without markup: what is written between this one and the next.
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
    // A widget of select2 4 stands after the select that it hides (facts/dom.md section 2).
    const select = element.matches('select') ? element : element.previousElementSibling;
    return select instanceof HTMLSelectElement
      ? [...select.options].map((option) => option.text.trim())
      : [];
  }

  /** The words of the chosen option, without icons and placeholder. */
  function listText(element: Element): string {
    if (element.matches('[role=listbox]')) {
      const chosen = [...element.querySelectorAll('[role=option][aria-selected=true]')];
      return chosen.map(({ textContent }) => textContent).join(' ');
    }
    if (element instanceof HTMLInputElement && element.value !== '') return element.value;
    // What was chosen may stand beside the input that searches for it.
    let box = element;
    while (box.matches('input') && box.parentElement !== null) box = box.parentElement;
    const copy = box.cloneNode(true) as Element;
    const aside =
      '[aria-hidden=true], svg, mat-icon, .material-icons, [role=listbox], [role=menu], ul, label, ' +
      '[class*=placeholder], [role=button], button, script, style';
    for (const part of copy.querySelectorAll(aside)) part.remove();
    // An arrow may be drawn as a sign of writing.
    for (const part of copy.querySelectorAll('*')) {
      if (!/[\p{L}\p{N}]/u.test(part.textContent)) part.remove();
    }
    return copy.matches('[class*=placeholder]') ? '' : copy.textContent;
  }

  return elements.map((element) => {
    const kind = kindOf(element);
    const tag = `${element.tagName.toLowerCase()}#${element.id}`;
    if (!withShown) return { tag, kind, shown: '', options: [] };
    return { tag, kind, shown: shownBy(element, kind), options: optionsOf(element, kind) };
  });
}
