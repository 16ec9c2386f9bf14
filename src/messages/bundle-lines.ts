import type { BundleProblem } from '../errors/bundle-problem.ts';
import type { DeliveryTexts } from './en/delivery.en.ts';
import { MAX_SUGGESTIONS } from './error-texts.ts';

/** Why a bundle is refused: a line for each problem. */
export function bundleLines(
  problems: readonly BundleProblem[],
  { bundle }: DeliveryTexts,
): string[] {
  return problems.map((problem) => {
    // The text of a kind takes the problems of that kind: their names are the same.
    const text = bundle[problem.kind] as (problem: BundleProblem) => string;
    return text(problem);
  });
}

/** A file and what is wrong in it, the first lines where there are many. */
export function problemLines(
  file: string,
  lines: readonly string[],
  more: (count: number) => string,
): string {
  const shown = lines.slice(0, MAX_SUGGESTIONS);
  const left = lines.length - shown.length;
  return [file, ...shown, ...(left > 0 ? [more(left)] : [])].join('\n    - ');
}
