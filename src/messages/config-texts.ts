import type { ConfigProblem, ConfigReason } from '../errors/config-problem.ts';

/** One language's sentence for each reason: the mistake, then how to write it. */
export type ConfigTexts = {
  readonly [K in ConfigReason['key']]: (reason: Extract<ConfigReason, { key: K }>) => string;
} & {
  /** Lists the alternatives to a variable. */
  readonly or: (others: readonly string[]) => string;
};

/** Returns a problem as one line: variable name and mistake. Strings are returned unchanged. */
export function configProblemText(problem: string | ConfigProblem, texts: ConfigTexts): string {
  if (typeof problem === 'string') return problem;
  const { place, others = [], reason } = problem;
  // The type of a reason guarantees that it matches its key.
  const render = texts[reason.key] as (reason: ConfigReason) => string;
  const or = others.length === 0 ? '' : ` (${texts.or(others)})`;
  return `${place}${or}: ${render(reason)}`;
}
