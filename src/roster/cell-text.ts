import type { OddCell } from '../errors/roster-problem.ts';
import { LIMITS, type Cell } from './grid.ts';

/** Marks without width that come along when text is pasted from web pages and mails. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/gu;

const BREAK = /[\n\r\t\v\f\u2028\u2029]/u;

/** Bytes that no text has, and the sign for what could not be decoded. */
const UNREADABLE = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\ufffd]/u;

/** What Excel and LibreOffice write for a formula that failed; in a CSV it is plain text. */
const FORMULA_ERROR =
  /^#(N\/A|N\/D|REF!|VALEUR!|VALUE!|NOM\?|NAME\?|DIV\/0!|NUL!|NULL!|NOMBRE!|NUM!|SPILL!|PROPAGATION!|CALC!)$/iu;

/** A cell's text as it is typed into a field of one line: composed, trimmed, without line breaks. */
export function cleanText(text: string): string {
  return text
    .replace(INVISIBLE, '')
    .replace(/\s+/gu, (gap) => (BREAK.test(gap) ? ' ' : gap))
    .trim()
    .normalize('NFC');
}

/**
 * The same for a SIRET: `="…"` and `'…` are how exports and people keep a spreadsheet from making it
 * a number, and quotes of any kind are none of it.
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

/** What stands within quotes that belong together; undefined where there are none. */
export function withoutQuotes(text: string): string | undefined {
  const end = QUOTES.get(text.charAt(0));
  const isQuoted = text.length > 1 && end !== undefined && text.endsWith(end);
  return isQuoted ? text.slice(1, -1).trim() : undefined;
}

/** An apostrophe before what would be a formula is there to keep a spreadsheet from running it. */
export function withoutGuard(text: string): string {
  return text.replace(/^'(?='*[=+\-@\uff1d\uff0b\uff0d\uff20])/u, '');
}

/** As much of a text as a message can need. */
export function excerpt(text: string): string {
  return cleanText(text.slice(0, LIMITS.cellLength));
}

export function isUnreadable(text: string): boolean {
  return UNREADABLE.test(text);
}

/** What the cell holds other than text; a whole number is as good as one. */
export function oddityOf({ kind, text }: Cell): OddCell | undefined {
  if (kind === 'number') return /^\d+$/u.test(text) ? undefined : kind;
  if (kind !== 'text') return kind;
  return FORMULA_ERROR.test(text.trim()) ? 'error' : undefined;
}
