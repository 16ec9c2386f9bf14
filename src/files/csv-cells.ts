/** The mark by which Excel recognises a CSV as UTF-8. */
export const BYTE_ORDER_MARK = '\ufeff';

/** The first characters of a formula, with the wide forms that spreadsheets in Asia read. */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/u;

/** Checks whether a spreadsheet would run a text. */
export function beginsFormula(text: string): boolean {
  return FORMULA.test(text);
}

/** Returns a cell with a text as it is, for programs. */
export function quotedCell(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/**
 * Returns a cell of digits and a no-break space. 14 digits alone become 9,00000E+13 without leading
 * zeros; `="…"` is a formula, which spreadsheets warn about and other programs do not read; an
 * apostrophe or tab in front stays visible or looks like an attack; grouped digits are a number if
 * the space separates thousands. A trailing no-break space is not part of any number, so the cell
 * stays text with its 14 digits, and readers that trim (raccord's own too) get the SIRET back.
 */
export function digitsCell(digits: string): string {
  return quotedCell(`${digits}\u00a0`);
}
