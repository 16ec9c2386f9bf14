import type { FullResult, Reporter, Suite, TestCase, TestError } from '@playwright/test/reporter';
import { z } from 'zod';
import { FAULT_NAMES } from '../tests/chaos/case.ts';

const texts = z.array(z.string());

const row = z.object({
  seed: z.number(),
  ms: z.number(),
  faults: texts,
  lastEnds: texts,
  hung: texts,
  lost: texts.optional(),
  doubled: texts.optional(),
  leaked: texts.optional(),
  wronglyTold: texts.optional(),
  broken: z.string().optional(),
  replay: z.string().optional(),
});

type Row = z.infer<typeof row>;

const KINDS = ['lost', 'doubled', 'leaked', 'wronglyTold'] as const;

/** Prints what the cases of `npm run chaos` say as they end, and a table of all of them. */
export default class ChaosReporter implements Reporter {
  #tests: readonly TestCase[] = [];

  printsToStdio(): boolean {
    return true;
  }

  onBegin(_config: unknown, suite: Suite): void {
    this.#tests = suite.allTests();
  }

  onStdOut(chunk: string | Buffer): void {
    process.stdout.write(chunk);
  }

  onStdErr(chunk: string | Buffer): void {
    process.stderr.write(chunk);
  }

  onError({ message = '' }: TestError): void {
    process.stdout.write(`${message}\n`);
  }

  onEnd({ status }: FullResult): void {
    const results = this.#tests.flatMap((test) => test.results);
    const rows = results
      .flatMap(({ annotations }) => annotations)
      .flatMap(({ type, description }) =>
        type === 'case' && description !== undefined ? [row.parse(JSON.parse(description))] : [],
      );
    // What the cases found is told by each of them; what ended the test itself is told here.
    const broken = results.flatMap(({ errors }) => errors.map(({ message = '' }) => message));
    const isSilent = rows.every(({ replay }) => replay === undefined);
    if (isSilent) process.stdout.write(broken.map((message) => `${message}\n`).join(''));
    process.stdout.write(`\n${summaryOf(rows)}\n${faultTable(rows)}\n${endsOf(rows)}\n`);
    process.stdout.write(`${status}\n`);
  }
}

function summaryOf(rows: readonly Row[]): string {
  const count = (is: (each: Row) => boolean): number => rows.filter(is).length;
  const seconds = rows.reduce((sum, { ms }) => sum + ms, 0) / 1_000 / Math.max(rows.length, 1);
  return [
    cells(['Cases', 'Lost', 'Doubled', 'Leaked', 'Wrongly told', 'Hung', 'No verdict', 'Mean']),
    '| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    cells([
      rows.length,
      ...KINDS.map((kind) => count((each) => (each[kind]?.length ?? 0) > 0)),
      count(({ hung }) => hung.length > 0),
      count(({ broken }) => broken !== undefined),
      `${seconds.toFixed(1)} s`,
    ]),
  ].join('\n');
}

function faultTable(rows: readonly Row[]): string {
  return [
    '',
    cells(['Fault', 'Drawn', 'Something went wrong']),
    '| --- | ---: | ---: |',
    ...FAULT_NAMES.map((name) => {
      const drawn = rows.filter(({ faults }) => faults.includes(name));
      return cells([name, drawn.length, drawn.filter(({ replay }) => replay !== undefined).length]);
    }),
    '',
  ].join('\n');
}

/** How the plain commands in the end ended: where it was not with 0, a person has something to do. */
function endsOf(rows: readonly Row[]): string {
  const ends = rows.flatMap(({ lastEnds }) => lastEnds);
  const counts = [...new Set(ends)]
    .sort()
    .map((end) => cells([end, ends.filter((one) => one === end).length]));
  return [cells(['The plain command ended with', 'Times']), '| --- | ---: |', ...counts].join('\n');
}

function cells(values: readonly (string | number)[]): string {
  return `| ${values.join(' | ')} |`;
}
