import type {
  FullResult,
  Reporter,
  Suite,
  TestCase,
  TestResult,
  TestStep,
} from '@playwright/test/reporter';
import { suiteFigures, type FixtureTime, type RunTest } from './suite-figures.ts';

/**
 * Ends a run with where its time went, which tests needed a second try, and one plain line last,
 * `N passed, N failed`, whatever else was printed. Playwright loads reporters by their default export.
 */
export default class ClosingLineReporter implements Reporter {
  #tests: readonly TestCase[] = [];
  readonly #fixtures = new Map<string, FixtureTime>();
  #failed = false;

  printsToStdio(): boolean {
    return true;
  }

  onBegin(_config: unknown, suite: Suite): void {
    this.#tests = suite.allTests();
  }

  onStepEnd(_test: TestCase, _result: TestResult, step: TestStep): void {
    if (step.category !== 'fixture') return;
    const name = step.title.replace(/^Fixture "(.*)"$/u, '$1');
    const { ms, uses } = this.#fixtures.get(name) ?? { ms: 0, uses: 0 };
    // A fixture has two steps: it is set up and, after the test, torn down.
    const isSetUp = step.titlePath().includes('Before Hooks');
    this.#fixtures.set(name, { ms: ms + step.duration, uses: uses + (isSetUp ? 1 : 0) });
  }

  onEnd(result: FullResult): void {
    this.#failed = result.status !== 'passed';
  }

  async onExit(): Promise<void> {
    const outcomes = this.#tests.map((test) => test.outcome());
    const count = (outcome: string): number => outcomes.filter((each) => each === outcome).length;
    // A run that failed without a failed test (a file that does not load) counts as one.
    const failed = Math.max(count('unexpected'), this.#failed ? 1 : 0);
    const skipped = count('skipped');
    const tail = skipped > 0 ? `, ${skipped} skipped` : '';
    const figures = suiteFigures(this.#tests.flatMap(runOf), this.#fixtures);
    const lines = [
      ...(figures.length > 0 ? [...figures, ''] : []),
      `${count('expected') + count('flaky')} passed, ${failed} failed${tail}`,
    ];
    await Promise.resolve(process.stdout.write(`${lines.join('\n')}\n`));
  }
}

/** Returns a test as plain data, or nothing if it was not run. */
function runOf(test: TestCase): RunTest[] {
  const [, project = '', file = '', ...titles] = test.titlePath();
  if (test.results.length === 0) return [];
  return [
    {
      project,
      file: `tests/${file}`,
      title: titles.join(' › '),
      ms: test.results.reduce((sum, { duration }) => sum + duration, 0),
      isFlaky: test.outcome() === 'flaky',
    },
  ];
}
