import type { OddCell } from '../errors/roster-problem.ts';
import { LIMITS, type Cell } from './grid.ts';

/** Characters that show nothing, which come with text pasted from web pages and mails. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}]/gu;

/** Control characters, and the replacement character of bytes that could not be decoded. */
const UNREADABLE = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\ufffd]/u;

/** The text of a failed formula in Excel and LibreOffice; plain text in a CSV. */
const FORMULA_ERROR =
  /^#(N\/A|N\/D|REF!|VALEUR!|VALUE!|NOM\?|NAME\?|DIV\/0!|NUL!|NULL!|NOMBRE!|NUM!|SPILL!|PROPAGATION!|CALC!)$/iu;

/**
 * Returns a cell's text as for a one-line field: composed, trimmed, and with one plain space for any
 * white space, as pages show it. Otherwise a typed name would not be found in the portal's list.
 */
export function cleanText(text: string): string {
  return text.replace(INVISIBLE, '').replace(/\s+/gu, ' ').trim().normalize('NFC');
}

/**
 * Returns the clean text of a SIRET without `="…"`, `'…` or other quotes, which exports and people
 * use to keep a spreadsheet from reading it as a number.
 */
export function cleanSiret(text: string): string {
  const clean = cleanText(text).replace(/^="(.*)"$/u, '$1');
  return withoutQuotes(clean) ?? clean.replace(/^'(?=\d)/u, '');
}

const QUOTES: ReadonlyMap<string, string> = new Map([
  ["'", "'"],
  ['"', '"'],
  ['`', '`'],
  ['‘', '’'],
  ['“', '”'],
]);

/** Returns the text inside a pair of matching quotes, or `undefined` if it is not quoted. */
export function withoutQuotes(text: string): string | undefined {
  const end = QUOTES.get(text.charAt(0));
  const isQuoted = text.length > 1 && end !== undefined && text.endsWith(end);
  return isQuoted ? text.slice(1, -1).trim() : undefined;
}

/** Removes the apostrophe that keeps a spreadsheet from running a text as a formula. */
export function withoutGuard(text: string): string {
  return text.replace(/^'(?='*[=+\-@\uff1d\uff0b\uff0d\uff20])/u, '');
}

/** Returns the start of a text, as much as a message needs. */
export function excerpt(text: string): string {
  return cleanText(text.slice(0, LIMITS.cellLength));
}

export function isUnreadable(text: string): boolean {
  return UNREADABLE.test(text);
}

/** Returns the type of a cell that is not text, or `undefined`; whole numbers count as text. */
export function oddityOf({ kind, text }: Cell): OddCell | undefined {
  const isWhole = /^\d+$/u.test(text);
  if (kind === 'number') return isWhole ? undefined : kind;
  if (kind === 'formatted') return isWhole ? kind : 'number';
  if (kind !== 'text') return kind;
  return FORMULA_ERROR.test(text.trim()) ? 'error' : undefined;
}
