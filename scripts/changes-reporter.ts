import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { FullResult, Reporter, Suite, TestCase } from '@playwright/test/reporter';
import { z } from 'zod';

const row = z.object({
  what: z.string(),
  page: z.string(),
  code: z.string().optional(),
  message: z.string(),
});

const FILE = 'docs/page-changes.md';

/** What raccord did about each change when it was tried last. */
const KEPT = 'node_modules/.cache/raccord/page-changes.json';

/** Characters of a message in the document. */
const MAX_LENGTH = 260;

/**
 * Writes what raccord did about each single change to a page to a document, where all went well. A
 * run of some changes takes the others as they were last.
 */
export default class ChangesReporter implements Reporter {
  #tests: readonly TestCase[] = [];

  printsToStdio(): boolean {
    return false;
  }

  onBegin(_config: unknown, suite: Suite): void {
    this.#tests = suite.allTests();
  }

  async onEnd({ status }: FullResult): Promise<void> {
    const met = this.#tests.flatMap((test) => lineOf(test));
    const lines = new Map([...(await keptLines()), ...met]);
    await mkdir(dirname(KEPT), { recursive: true });
    await writeFile(KEPT, JSON.stringify([...lines]));
    const isWritten = status === 'passed' && met.length === this.#tests.length;
    if (isWritten) await writeFile(FILE, documentOf([...lines.values()].sort(byPage)));
    process.stdout.write(
      isWritten ? `${FILE} was written.\n` : `${FILE} was not written: not every case passed.\n`,
    );
  }
}

type Line = readonly [page: string, cells: string];

async function keptLines(): Promise<Map<string, Line>> {
  const text = await readFile(KEPT, 'utf8').catch(() => '[]');
  return new Map(
    z.array(z.tuple([z.string(), z.tuple([z.string(), z.string()])])).parse(JSON.parse(text)),
  );
}

/** What a test that went as meant met, under its name. */
function lineOf(test: TestCase): (readonly [name: string, line: Line])[] {
  const { description } = test.annotations.find(({ type }) => type === 'change') ?? {};
  if (description === undefined || !test.ok()) return [];
  const { what, page, code, message } = row.parse(JSON.parse(description));
  const did = code === undefined ? 'went on rightly' : 'stopped';
  const said = code === undefined ? '' : `\`${code}\`: ${shortened(message)}`;
  return [[test.titlePath().slice(2).join(' '), [page, cells([what, page, did, said])]]];
}

/** Without the end of a long list of what was there instead. */
function shortened(message: string): string {
  if (message.length <= MAX_LENGTH) return message;
  return `${message.slice(0, message.lastIndexOf(', ', MAX_LENGTH))} …`;
}

function byPage([one]: Line, [other]: Line): number {
  return one.localeCompare(other, 'fr');
}

function documentOf(lines: readonly Line[]): string {
  return `# What single changes to a page do

Made by \`npm run changes\`; do not edit. Each line is one test: one thing on a page of the stand-in
portal is otherwise than raccord knows it, and one establishment is enrolled. What went on rightly is
on the portal as it was meant, and a new account's credential is kept. Where it stopped, nothing was
written. The messages are the English ones, without what to do next.

${cells(['Change', 'Page', 'What raccord did', 'Code and message'])}
| --- | --- | --- | --- |
${lines.map(([, line]) => line).join('\n')}
`;
}

function cells(values: readonly string[]): string {
  return `| ${values.map((value) => value.replaceAll('|', '\\|')).join(' | ')} |`;
}
