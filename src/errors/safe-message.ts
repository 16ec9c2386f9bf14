import { stripVTControlCharacters } from 'node:util';

/** The start of Playwright's messages: the failed call, and the kind of its error. */
const CALL = /^(?:[a-z]\w*\.\$?\w+(?:\(…\))?(?:: | (?=failed\b))|\w*Error: )+/u;

const SEVERAL = /^strict mode violation: .* resolved to (\d+) elements.*$/u;

/**
 * Returns the cause of an error for messages, without its quoted values and the library's own names
 * for its actions. Every other report of an error takes its words from here.
 */
export function safeMessage(error: unknown): string {
  return quotedNothing(error)
    .replace(CALL, '')
    .replace(SEVERAL, '$1 elements where there should be one')
    .replace(/,? ?(?:while )?waiting for .*$/u, '')
    .replace(/\b(?:locator|getBy\w+|frameLocator)\((?:…\)?|\))/gu, 'the element')
    .trim();
}

/**
 * Returns the text of an error without its quoted values. Playwright's messages hold the arguments
 * of calls (`fill("…")`) in their first line or in the call log after it, and the attributes of the
 * element that intercepted a click.
 */
function quotedNothing(error: unknown): string {
  const lines = stripVTControlCharacters(messageOf(error))
    .split('\n')
    .map((line) => line.trim());
  const first = withoutArguments(lines[0] ?? '');
  const obstacle = lines.find((line) => line.includes('intercepts pointer events'));
  if (obstacle === undefined || obstacle === lines[0]) return first;
  return `${first} ${withoutArguments(obstacle.replace(/^-\s*/u, ''))}`;
}

/**
 * Returns the same in the library's own words, with the stack and the cause, for a person who
 * reports a defect.
 */
export function safeStack(error: unknown): string {
  if (!(error instanceof Error)) return quotedNothing(error);
  const { name, message, stack = '', cause } = error;
  // The stack repeats the message first, including the call log.
  const frames = stack
    .slice(stack.indexOf(message) + message.length)
    .split('\n')
    .filter((line) => /^\s+at /u.test(line));
  const why = cause === undefined ? [] : [`Caused by: ${safeStack(cause)}`];
  return [`${name}: ${quotedNothing(error)}`, ...frames, ...why].join('\n');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function withoutArguments(line: string): string {
  return (
    line
      // A quoted text of several lines is not closed on its first.
      .replace(/\("(?:.*"\)|.*$)/u, '(…)')
      // Up to the last quote: those inside a value are not escaped.
      .replace(/\bvalue=".*"/u, 'value="…"')
  );
}
