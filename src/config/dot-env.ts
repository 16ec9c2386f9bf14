import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { parse } from 'dotenv';
import type { ConfigProblem, ConfigReason } from '../errors/config-problem.ts';
import { readTextBytes } from '../files/text-bytes.ts';
import { holdsProxyPassword } from './network.ts';
import { isInTypographicQuotes } from './value-faults.ts';
import { holdsSecret } from './variable-names.ts';
import { exposureProblem } from './secrets.ts';

/** The content of `.env`, and what in it is ambiguous. */
export interface DotEnv {
  readonly values: Readonly<Record<string, string>>;
  /** By variable: the reason why its value may not be the intended one. */
  readonly faults: ReadonlyMap<string, ConfigReason>;
  readonly problems: readonly ConfigProblem[];
}

/** Reads the `.env` of a working folder. */
export function readDotEnvOf(folder: string): DotEnv {
  return readDotEnv(resolve(folder, '.env'));
}

const NOTHING: DotEnv = { values: {}, faults: new Map(), problems: [] };

/**
 * dotenv's own pattern of an assignment (18.0.10), which shows how it reads a line: its result has
 * neither quotes nor the part that it cuts off. A test compares the two.
 */
const ASSIGNMENT =
  /^\s*(?:export\s+)?([\w.-]+)(?:\s*=\s*?|:\s+?)(\s*'(?:\\'|[^'])*'|\s*"(?:\\"|[^"])*"|\s*`(?:\\`|[^`])*`|[^#\r\n]+)?(\s*)(#.*)?$/gmu;

/** Reads `.env`, or a file of that format; empty if the file does not exist. */
export function readDotEnv(path: string): DotEnv {
  const place = basename(path);
  const found = readBytes(path);
  if (found === undefined) return NOTHING;
  if ('reason' in found) {
    return withProblem({ place, reason: { key: 'unreadable-file', reason: found.reason } });
  }
  const reading = readTextBytes(found.bytes);
  if ('fault' in reading && reading.fault === 'utf-16-unmarked') {
    return withProblem({ place, reason: { key: reading.fault } });
  }
  // If only a comment is in another encoding, no value is affected: each is checked by itself.
  const text = 'text' in reading ? reading.text : found.bytes.toString('utf8');
  // Read despite the problem, so that its variables are not reported as missing.
  const isUtf16 = 'text' in reading && reading.encoding === 'utf-16';
  const encoding: ConfigProblem[] = isUtf16 ? [{ place, reason: { key: 'utf-16' } }] : [];
  return {
    ...parseDotEnv(text),
    problems: [...encoding, ...openProblems(path, text), ...unreadLines(place, text)],
  };
}

function readBytes(path: string): { bytes: Buffer } | { reason: string } | undefined {
  try {
    return { bytes: readFileSync(path) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return code === 'ENOENT' ? undefined : { reason: code };
  }
}

function withProblem(problem: ConfigProblem): DotEnv {
  return { ...NOTHING, problems: [problem] };
}

/** Parses the text of a `.env`. */
export function parseDotEnv(text: string): Pick<DotEnv, 'values' | 'faults'> {
  const faults = new Map<string, ConfigReason>();
  for (const [, name = '', value = '', gap = '', comment = ''] of assignments(text)) {
    const hasGap = /\s$/u.test(value) || gap !== '';
    const fault = writingFault(value.trim(), hasGap, comment) ?? hashFault(name, value, comment);
    // As for its value, the last assignment counts.
    if (fault === undefined) faults.delete(name);
    else faults.set(name, fault);
  }
  return { values: parse(text), faults };
}

function assignments(text: string): Iterable<RegExpExecArray> {
  return text.replace(/\r\n?/gu, '\n').matchAll(ASSIGNMENT);
}

/** Returns the reason why the text after `NAME=` may mean something other than its value. */
function writingFault(raw: string, hasGap: boolean, comment: string): ConfigReason | undefined {
  if (comment !== '' && !hasGap) return { key: 'cut-at-hash' };
  if (isInTypographicQuotes(raw)) return { key: 'typographic-quotes' };
  const [quote = ''] = raw;
  if (!/['"`]/u.test(quote)) return undefined;
  if (raw.length < 2 || !raw.endsWith(quote)) return { key: 'quote-open' };
  const inner = raw.slice(1, -1);
  const escapes = quote === '"' ? /\\(?:[nr\\"]|$)/u : new RegExp(`\\\\${quote}`, 'u');
  if (escapes.test(inner)) return { key: 'backslash-in-quotes' };
  // An apostrophe within a word does not end a quoted text.
  const words = quote === "'" ? inner.replace(/(?<=\p{L})'(?=\p{L})/gu, '') : inner;
  return words.includes(quote) ? { key: 'quote-open' } : undefined;
}

/** Reports a comment without a space after `#`: it may be the rest of a secret with a space. */
function hashFault(name: string, value: string, comment: string): ConfigReason | undefined {
  if (!holdsSecret(name) || !/^#\S/u.test(comment)) return undefined;
  return /^\s*['"`]/u.test(value) ? undefined : { key: 'cut-at-hash' };
}

/** Reports lines that name a raccord variable without setting it: `set CHORUS_LOGIN=…`. */
function unreadLines(place: string, text: string): ConfigProblem[] {
  const lines = text.split(/\r\n?|\n/gu);
  const read = [...assignments(text)].map((match) => match[0].trim()).join('\n');
  return lines.flatMap((line, index) => {
    const isOdd = /^[^#=]*\b(?:CHORUS|RACCORD)_\w+/u.test(line) && !read.includes(line.trim());
    const reason = { key: 'line-not-read', line: index + 1 } as const;
    return isOdd ? [{ place, reason }] : [];
  });
}

function openProblems(path: string, text: string): ConfigProblem[] {
  const values = parse(text);
  if (!Object.keys(values).some(holdsSecret) && !holdsProxyPassword(values)) return [];
  const reason = exposureProblem(path);
  return reason === undefined ? [] : [{ place: basename(path), reason }];
}
