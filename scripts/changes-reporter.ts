import { writeFile } from 'node:fs/promises';
import type { FullResult, Reporter, Suite, TestCase } from '@playwright/test/reporter';
import { z } from 'zod';

const row = z.object({
  what: z.string(),
  page: z.string(),
  code: z.string().optional(),
  message: z.string(),
});

const FILE = 'docs/page-changes.md';

/** Writes what raccord did about each single change to a page to a document, where all went well. */
export default class ChangesReporter implements Reporter {
  #tests: readonly TestCase[] = [];

  printsToStdio(): boolean {
    return false;
  }

  onBegin(_config: unknown, suite: Suite): void {
    this.#tests = suite.allTests();
  }

  async onEnd({ status }: FullResult): Promise<void> {
    const lines = this.#tests.flatMap((test) => lineOf(test) ?? []);
    const isWritten = status === 'passed' && lines.length === this.#tests.length;
    if (isWritten) await writeFile(FILE, documentOf(lines));
    process.stdout.write(
      isWritten ? `${FILE} was written.\n` : `${FILE} was not written: not every case passed.\n`,
    );
  }
}

function lineOf(test: TestCase): string | undefined {
  const { description } = test.annotations.find(({ type }) => type === 'change') ?? {};
  if (description === undefined) return undefined;
  const { what, page, code, message } = row.parse(JSON.parse(description));
  const did = code === undefined ? 'went on rightly' : 'stopped';
  return cells([what, page, did, code === undefined ? '' : `\`${code}\`: ${message}`]);
}

function documentOf(lines: readonly string[]): string {
  return `# What single changes to a page do

Made by \`npm run changes\`; do not edit. Each line is one test: one thing on a page of the stand-in
portal is otherwise than raccord knows it, and one establishment is enrolled. What went on rightly is
on the portal as it was meant, and a new account's credential is kept. Where it stopped, the portal
was written nothing wrong. The messages are the English ones, without what to do next.

${cells(['Change', 'Page', 'What raccord did', 'Code and message'])}
| --- | --- | --- | --- |
${lines.join('\n')}
`;
}

function cells(values: readonly string[]): string {
  return `| ${values.map((value) => value.replaceAll('|', '\\|')).join(' | ')} |`;
}
