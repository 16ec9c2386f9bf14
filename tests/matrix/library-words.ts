import type { Finished } from '../../fixtures/playwright/raccord-process.ts';

/** Words of Playwright's that nobody who reads a message knows what to do with. */
const WORDS =
  /\b(?:locator|frameLocator)\b|strict mode|waiting for|\b(?:page|frame|elementHandle|browser|browserContext|apiRequestContext)\.[a-z]\w+: /u;

/** What `--verbose` adds for whoever reports a defect: an error's name, its stack, what it came from. */
const OF_A_TRACE = /^\s*(?:(?:Caused by: )?\w*Error(?:: |$)|at )/u;

/** Fields of a log line, and of a document, that are for the same reader. */
const FOR_REPORTS: ReadonlySet<string> = new Set(['cause', 'stack']);

/** Where what a command printed for its reader holds a sentence of Playwright's, each with its line. */
export function libraryWordsIn({ stdout, stderr }: Pick<Finished, 'stdout' | 'stderr'>): string[] {
  const document = jsonIn(stdout);
  const printed = document === undefined ? stdout.split('\n') : textsIn(document);
  const rows = stderr.split('\n').flatMap((line) => {
    const logged = jsonIn(line);
    if (logged !== undefined) return textsIn(logged);
    return OF_A_TRACE.test(line) ? [] : [line];
  });
  return [...printed, ...rows].filter((text) => WORDS.test(text)).map((text) => text.trim());
}

function jsonIn(text: string): object | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    return JSON.parse(text) as object;
  } catch {
    // Cut off where a command was killed: read as it stands.
    return undefined;
  }
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => (FOR_REPORTS.has(key) ? [] : textsIn(one)));
}
