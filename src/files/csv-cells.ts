/** Tells Excel that a CSV is UTF-8. */
export const BYTE_ORDER_MARK = '\ufeff';

/** What begins a formula, wide forms as spreadsheets in Asia read them among it. */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/u;

/** True of a text that a spreadsheet would run. */
export function beginsFormula(text: string): boolean {
  return FORMULA.test(text);
}

/** A text as it is, for a program. */
export function quotedCell(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/**
 * Digits with a no-break space behind them. 14 digits alone become 9,00000E+13 and lose their leading
 * zeros; `="…"` is a formula, which spreadsheets warn of and other programs do not read; an apostrophe
 * or a tab in front stays visible or is taken for an attack; grouped digits are a number again where
 * the space parts thousands. A no-break space at the end is no part of any number, so the cell stays
 * text with its 14 digits, and every reader that trims (raccord's own too) has the SIRET back.
 */
export function digitsCell(digits: string): string {
  return quotedCell(`${digits}\u00a0`);
}
