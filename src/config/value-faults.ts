import type { ConfigReason } from '../errors/config-problem.ts';
import { undoDoubleEncoding } from '../roster/garbled.ts';
import { parseJson } from '../domain/json.ts';

/** Characters that cannot be typed into a one-line field or be part of a name or an address. */
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/u;

/** The same without line breaks and tabs, which separate items of lists or lines of scripts. */
const CONTROL_IN_LINES = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/u;

/** Invisible characters that come from text copied from pages, mails and dialogs. */
const INVISIBLE = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/u;

const QUOTE_PAIRS = /^(?:'.*'|".*"|`.*`)$/su;

const TYPOGRAPHIC_PAIRS = /^(?:‘.*’|“.*”|‚.*[‘’]|„.*[“”]|«.*»)$/su;

/** Returns the reason why a text cannot be right for any use; `lines`: it may have several. */
export function characterFault(text: string, lines = false): ConfigReason | undefined {
  if (/[\ufffd\p{Cs}]/u.test(text)) return { key: 'replacement-character' };
  const control = (lines ? CONTROL_IN_LINES : CONTROL).exec(text)?.[0];
  if (control !== undefined) return { key: 'control-character', sign: possibleCauses(control) };
  const invisible = INVISIBLE.exec(text)?.[0];
  if (invisible !== undefined)
    return { key: 'invisible-character', sign: possibleCauses(invisible) };
  return undefined;
}

/** Returns the reason why a value of the process's environment looks written for `.env`. */
export function environmentFault(text: string, isSecret: boolean): ConfigReason | undefined {
  if (isInQuotes(text)) return { key: 'in-quotes' };
  // A sentence may contain "#1"; in a secret that is likelier than a comment.
  const comment = isSecret ? /\s#(?:\s|$)/u : /(?:^|\s)#/u;
  return comment.test(text) ? { key: 'comment-in-value' } : undefined;
}

/** Returns the reason why a shell would read a whole command line as the name of a program. */
export function commandLineFault(text: string): ConfigReason | undefined {
  // A path may contain spaces, and is quoted for that reason.
  return /^(['"])[^\s'"/\\]+\s[^'"]*\1$/u.test(text) ? { key: 'in-quotes' } : undefined;
}

/** Checks whether a text is in matching quotes. */
function isInQuotes(text: string): boolean {
  return text.length > 1 && (QUOTE_PAIRS.test(text) || TYPOGRAPHIC_PAIRS.test(text));
}

export function isInTypographicQuotes(text: string): boolean {
  return TYPOGRAPHIC_PAIRS.test(text);
}

/** Returns the reason why the content of a file or the output of a command is not only a secret. */
export function wrappingFault(text: string): ConfigReason | undefined {
  if (isInQuotes(text)) return { key: 'in-quotes' };
  const isSetting = /^(?:export\s+)?[A-Z][A-Z0-9]*_[A-Z0-9_]+\s*=/u.test(text);
  return isSetting || isJsonObject(text) ? { key: 'not-the-secret-alone' } : undefined;
}

function isJsonObject(text: string): boolean {
  return /^[{[]/u.test(text) && parseJson(text) !== undefined;
}

/** Returns the reason why a path is not the intended one: only a shell expands variables. */
export function pathFault(path: string): ConfigReason | undefined {
  const isMeant = !/^~|\$\{?[A-Za-z_]|%[A-Za-z_]+%/u.test(path);
  return isMeant ? undefined : { key: 'not-expanded' };
}

/** Returns the reason why a secret is a placeholder that was not replaced. */
export function placeholderFault(text: string): ConfigReason | undefined {
  const isOne = /^(?:\$\{[^{}]*\}|\$\([^()]*\)|%[A-Z_]{2,}%|\{\{.*\}\})$/u.test(text);
  return isOne ? { key: 'not-expanded' } : undefined;
}

/** Returns the oddities of a secret, which may nevertheless be right. */
export function secretOddities(text: string): readonly ConfigReason[] {
  const oddities: ConfigReason[] = [];
  if (text.trim() !== text) oddities.push({ key: 'space-at-end' });
  if (undoDoubleEncoding(text) !== undefined) oddities.push({ key: 'looks-garbled' });
  if (text.normalize('NFC') !== text) oddities.push({ key: 'letters-in-parts' });
  return oddities;
}

function possibleCauses(character: string): string {
  return `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}
