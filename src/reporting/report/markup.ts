/** Text that is already HTML or XML; created only by {@link markup}, so its content is escaped. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A value inserted into a template. `undefined` and `false` insert nothing. */
export type MarkupPart = Markup | string | number | false | undefined | readonly MarkupPart[];

/**
 * Returns HTML or XML with all inserted values escaped, for text and for quoted attributes.
 * Numeric references are valid in both.
 */
export function markup(strings: TemplateStringsArray, ...parts: readonly MarkupPart[]): Markup {
  return new Markup(
    strings.map((text, index) => (index === 0 ? text : written(parts[index - 1]) + text)).join(''),
  );
}

/** Wraps the program's own markup that is not a template: a style sheet, a doctype. */
export function trusted(text: string): Markup {
  return new Markup(text);
}

function written(part: MarkupPart): string {
  if (part === undefined || part === false) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map(written).join('');
  return String(part).replace(/[&<>"']/gu, (sign) => `&#${sign.charCodeAt(0)};`);
}
