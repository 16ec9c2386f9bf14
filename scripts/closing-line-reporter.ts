import type { FullResult, Reporter, Suite, TestCase } from '@playwright/test/reporter';

/**
 * Ends a run with one plain line, `N passed, N failed`, whatever else was printed. Playwright loads
 * reporters by their default export.
 */
export default class ClosingLineReporter implements Reporter {
  #tests: readonly TestCase[] = [];
  #failed = false;

  printsToStdio(): boolean {
    return true;
  }

  onBegin(_config: unknown, suite: Suite): void {
    this.#tests = suite.allTests();
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
    await Promise.resolve(
      process.stdout.write(
        `${count('expected') + count('flaky')} passed, ${failed} failed${tail}\n`,
      ),
    );
  }
}
