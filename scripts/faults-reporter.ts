import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { FullResult, Reporter, Suite, TestCase } from '@playwright/test/reporter';
import { z } from 'zod';

const texts = z.array(z.string());

const row = z.object({
  step: z.string(),
  fault: z.string(),
  code: z.string().optional(),
  lost: texts,
  doubled: texts,
  leaked: texts,
  ended: z.string(),
});

type Row = z.infer<typeof row>;

const FILE = 'docs/faults.md';

/** What became of each case when it was run last: the whole matrix takes longer than a coffee. */
const KEPT = 'node_modules/.cache/raccord/faults.json';

/**
 * Prints what the matrix of faults found, and writes it to `docs/faults.md` where all went well. A run
 * of some cases takes the others as they were last.
 */
export default class FaultsReporter implements Reporter {
  #tests: readonly TestCase[] = [];

  printsToStdio(): boolean {
    return true;
  }

  onBegin(_config: unknown, suite: Suite): void {
    this.#tests = suite.allTests();
  }

  async onEnd({ status }: FullResult): Promise<void> {
    const rows = new Map([
      ...(await keptRows()),
      ...this.#tests
        .filter((test) => test.outcome() !== 'skipped')
        .map((test) => [test.titlePath().slice(2).join(' '), rowOf(test)] as const),
    ]);
    await mkdir(dirname(KEPT), { recursive: true });
    await writeFile(KEPT, JSON.stringify([...rows]));
    const all = [...rows.values()];
    const summary = summaryOf(all);
    process.stdout.write(`\n${summary}\n`);
    if (status !== 'passed' || !all.every(isGood)) {
      process.stdout.write(`${FILE} was not written: not every case passed.\n`);
      return;
    }
    await writeFile(FILE, documentOf(all, summary));
    process.stdout.write(`${FILE} was written.\n`);
  }
}

async function keptRows(): Promise<Map<string, Row>> {
  const text = await readFile(KEPT, 'utf8').catch(() => '[]');
  return new Map(z.array(z.tuple([z.string(), row])).parse(JSON.parse(text)));
}

/**
 * What a case came to. A busy machine may fail a case that is then run once more; what was lost,
 * doubled or leaked in any of its attempts counts all the same.
 */
function rowOf(test: TestCase): Row {
  const attempts = test.results
    .flatMap(({ annotations }) => annotations)
    .flatMap(({ type, description }) =>
      type === 'case' && description !== undefined ? [row.parse(JSON.parse(description))] : [],
    );
  const last = attempts.at(-1);
  const all = (of: 'lost' | 'doubled' | 'leaked'): string[] => attempts.flatMap((one) => one[of]);
  return {
    ...(last ?? { step: 'none', fault: test.title }),
    ended: test.ok() ? (last?.ended ?? 'no verdict') : 'not as the test wants',
    lost: all('lost'),
    doubled: all('doubled'),
    leaked: all('leaked'),
  };
}

function isGood({ lost, doubled, leaked, ended }: Row): boolean {
  const isGoodEnd = ended === 'as meant' || ended === 'not proven';
  return [...lost, ...doubled, ...leaked].length === 0 && isGoodEnd;
}

function summaryOf(rows: readonly Row[]): string {
  const steps = [...new Set(rows.map(({ step }) => step))];
  const line = (name: string, of: readonly Row[]): string => {
    const count = (is: (each: Row) => boolean): number => of.filter(is).length;
    return cells([
      name,
      of.length,
      count(isGood),
      count(({ lost }) => lost.length > 0),
      count(({ doubled }) => doubled.length > 0),
      count(({ leaked }) => leaked.length > 0),
    ]);
  };
  return [
    cells(['Step', 'Cases', 'Survived', 'Lost', 'Doubled', 'Leaked']),
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...steps.map((step) =>
      line(
        step,
        rows.filter((each) => each.step === step),
      ),
    ),
    line('**All**', rows),
  ].join('\n');
}

function documentOf(rows: readonly Row[], summary: string): string {
  const told = rows.map(({ step, fault, code = 'went through' }) => cells([step, fault, code]));
  return `# The matrix of faults

Made by \`npm run faults\`, which takes an hour or more; do not edit. Each case is one
fault that meets one step of a run, and then a plain run without it: of the half that the fault met,
or of both where the process itself was ended. A case survived where, after that run, the portal
holds exactly one connection, or one account, or one of each, for what was intended, and was asked
for no more; the vault opens to the account's password, the ledger agrees with the portal, and no
secret stands in anything that was printed or written. Of a renewal it survived where the password
was reset once and the vault's current one is the portal's. Where nothing shows that our request
arrived (a kill at the click, an answer that was cut off), the plain run tells that the account or the
reset may be another hand's, ends with 1 and keeps the password, which must be the portal's, as not proven. The defects that it found are in
[faults-found.md](faults-found.md).

${summary}

## What the run with the fault said

${cells(['Step', 'Fault', 'Said'])}
| --- | --- | --- |
${told.join('\n')}
`;
}

function cells(values: readonly (string | number)[]): string {
  return `| ${values.join(' | ')} |`;
}
