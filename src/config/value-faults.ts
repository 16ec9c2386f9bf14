import type { ConfigReason } from '../errors/config-problem.ts';
import { encodedTwice } from '../roster/garbled.ts';

/** Cannot be typed into a field of one line, nor stand in a name or an address. */
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/u;

/** The same without line breaks and tabs, which part the items of a list or the lines of a script. */
const CONTROL_IN_LINES = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/u;

/** Nobody types these: they come along when text is copied from pages, mails and dialogs. */
const INVISIBLE = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/u;

const QUOTE_PAIRS = /^(?:'.*'|".*"|`.*`)$/su;

const TYPOGRAPHIC_PAIRS = /^(?:‘.*’|“.*”|‚.*[‘’]|„.*[“”]|«.*»)$/su;

/** Returns why a text cannot be right, whatever it is for; `lines`: whether it may have several. */
export function characterFault(text: string, lines = false): ConfigReason | undefined {
  if (/[\ufffd\p{Cs}]/u.test(text)) return { key: 'replacement-character' };
  const control = (lines ? CONTROL_IN_LINES : CONTROL).exec(text)?.[0];
  if (control !== undefined) return { key: 'control-character', sign: possibleCauses(control) };
  const invisible = INVISIBLE.exec(text)?.[0];
  if (invisible !== undefined)
    return { key: 'invisible-character', sign: possibleCauses(invisible) };
  return undefined;
}

/** Returns why a value of the process's environment is one that was meant for `.env`. */
export function environmentFault(text: string, isSecret: boolean): ConfigReason | undefined {
  if (isInQuotes(text)) return { key: 'in-quotes' };
  // A sentence may hold a "#1"; that a secret does, is likelier than a comment.
  const comment = isSecret ? /\s#(?:\s|$)/u : /(?:^|\s)#/u;
  return comment.test(text) ? { key: 'comment-in-value' } : undefined;
}

/** Returns why a shell would take a whole command line for the name of a program. */
export function commandLineFault(text: string): ConfigReason | undefined {
  // A path may have spaces in it, and is in quotes for them.
  return /^(['"])[^\s'"/\\]+\s[^'"]*\1$/u.test(text) ? { key: 'in-quotes' } : undefined;
}

/** True for a text that begins and ends with quotes that belong together. */
function isInQuotes(text: string): boolean {
  return text.length > 1 && (QUOTE_PAIRS.test(text) || TYPOGRAPHIC_PAIRS.test(text));
}

export function isInTypographicQuotes(text: string): boolean {
  return TYPOGRAPHIC_PAIRS.test(text);
}

/** Returns why what a file or a command gives is not a secret alone. */
export function wrappingFault(text: string): ConfigReason | undefined {
  if (isInQuotes(text)) return { key: 'in-quotes' };
  const isSetting = /^(?:export\s+)?[A-Z][A-Z0-9]*_[A-Z0-9_]+\s*=/u.test(text);
  return isSetting || isJsonObject(text) ? { key: 'not-the-secret-alone' } : undefined;
}

function isJsonObject(text: string): boolean {
  if (!/^[{[]/u.test(text)) return false;
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}

/** Returns why a path would not be the one that is meant: only a shell puts values in. */
export function pathFault(path: string): ConfigReason | undefined {
  const isMeant = !/^~|\$\{?[A-Za-z_]|%[A-Za-z_]+%/u.test(path);
  return isMeant ? undefined : { key: 'not-expanded' };
}

/** Returns why a secret is what something else was to put another in the place of. */
export function placeholderFault(text: string): ConfigReason | undefined {
  const isOne = /^(?:\$\{[^{}]*\}|\$\([^()]*\)|%[A-Z_]{2,}%|\{\{.*\}\})$/u.test(text);
  return isOne ? { key: 'not-expanded' } : undefined;
}

/** Returns what is odd about a secret that may yet be right. */
export function secretOddities(text: string): readonly ConfigReason[] {
  const oddities: ConfigReason[] = [];
  if (text.trim() !== text) oddities.push({ key: 'space-at-end' });
  if (encodedTwice(text) !== undefined) oddities.push({ key: 'looks-garbled' });
  if (text.normalize('NFC') !== text) oddities.push({ key: 'letters-in-parts' });
  return oddities;
}

function possibleCauses(character: string): string {
  return `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}
