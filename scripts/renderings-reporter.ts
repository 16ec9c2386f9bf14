import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter';

/** What the tests of `npm run renderings` say they went through, and from when to when. */
interface Part {
  readonly count: number;
  readonly from: number;
  readonly to: number;
}

/** Prints how many drawn pages and portals were gone through, and how long each kind took. */
export default class RenderingsReporter implements Reporter {
  readonly #parts = new Map<string, Part>();

  printsToStdio(): boolean {
    return false;
  }

  onTestEnd(test: TestCase, { startTime, duration, annotations }: TestResult): void {
    for (const { type, description } of [...test.annotations, ...annotations].slice(0, 1)) {
      const from = startTime.getTime();
      const before = this.#parts.get(type) ?? { count: 0, from, to: from };
      this.#parts.set(type, {
        count: before.count + Number(description),
        from: Math.min(before.from, from),
        to: Math.max(before.to, from + duration),
      });
    }
  }

  onEnd(): void {
    for (const [type, { count, from, to }] of this.#parts) {
      const seconds = ((to - from) / 1000).toFixed(0);
      process.stdout.write(`${String(count)} drawn ${type} in ${seconds} s\n`);
    }
  }
}
