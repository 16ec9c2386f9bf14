/** Text that is HTML or XML already; made only by {@link markup}, so what is in it was escaped. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What stands between the parts of a template. What is undefined or false leaves nothing. */
export type MarkupPart = Markup | string | number | false | undefined | readonly MarkupPart[];

/**
 * HTML or XML with everything escaped that is put into it, for text and for attributes in quotes.
 * Numeric references are the same in both.
 */
export function markup(strings: TemplateStringsArray, ...parts: readonly MarkupPart[]): Markup {
  return new Markup(
    strings.map((text, index) => (index === 0 ? text : written(parts[index - 1]) + text)).join(''),
  );
}

/** Markup of this program's own that is no template: a style sheet, a doctype. */
export function trusted(text: string): Markup {
  return new Markup(text);
}

function written(part: MarkupPart): string {
  if (part === undefined || part === false) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map(written).join('');
  return String(part).replace(/[&<>"']/gu, (sign) => `&#${sign.charCodeAt(0)};`);
}
