import type { Locator } from 'playwright';

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

export async function kindOf(field: Locator): Promise<FieldKind> {
  return field.evaluate((element): FieldKind => {
    if (element.matches('select')) return 'native-select';
    if (element.querySelector('.select2-choice') !== null) return 'select2-3';
    if (element.querySelector('.select2-selection') !== null) return 'select2-4';
    if (element.matches('input, textarea')) {
      const offers = element.getAttribute('role') === 'combobox';
      return offers && !element.hasAttribute('readonly') ? 'text' : offers ? 'list' : 'text';
    }
    if (element.matches('[role=combobox], [role=listbox], [aria-haspopup], [aria-expanded]'))
      return 'list';
    const radios = 'input[type=radio], [role=radio]';
    if (element.matches('[role=radiogroup]') || element.querySelector(radios) !== null)
      return 'radios';
    if (element.matches('[contenteditable=true], [role=textbox]')) return 'text';
    const opens = '[role=combobox], [aria-haspopup], [aria-expanded], [tabindex], button';
    return element.matches(opens) || element.querySelector(opens) !== null ? 'list' : 'shown-text';
  });
}
