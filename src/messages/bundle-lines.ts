import { MAX_SUGGESTIONS } from './error-texts.ts';
import type { BundleProblem } from '../errors/error-details.ts';

/** One language's sentence for each kind of problem. */
export type BundleTexts = {
  readonly [K in BundleProblem['kind']]: (
    problem: Extract<BundleProblem, { readonly kind: K }>,
  ) => string;
};

/** Returns one line for each problem that caused a bundle to be refused. */
export function bundleLines(problems: readonly BundleProblem[], texts: BundleTexts): string[] {
  return problems.map((problem) => {
    // Each kind's text takes problems of that kind: their names match.
    const text = texts[problem.kind] as (problem: BundleProblem) => string;
    return text(problem);
  });
}

/** Returns a file with its problems; only the first ones if there are many. */
export function problemLines(
  file: string,
  lines: readonly string[],
  more: (count: number) => string,
): string {
  const shown = lines.slice(0, MAX_SUGGESTIONS);
  const left = lines.length - shown.length;
  return [file, ...shown, ...(left > 0 ? [more(left)] : [])].join('\n    - ');
}
