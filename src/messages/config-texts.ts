import type { ConfigProblem, ConfigReason } from '../errors/config-problem.ts';

/** One language's sentence for every reason: what is wrong, then how to write it. */
export type ConfigTexts = {
  readonly [K in ConfigReason['key']]: (reason: Extract<ConfigReason, { key: K }>) => string;
} & {
  /** What may be given in place of a variable. */
  readonly or: (others: readonly string[]) => string;
};

/** One line: the variable's name, and what is wrong with it. What is a line already stays one. */
export function configProblemText(problem: string | ConfigProblem, texts: ConfigTexts): string {
  if (typeof problem === 'string') return problem;
  const { place, others = [], reason } = problem;
  // A reason and its key belong together: its type saw to it.
  const render = texts[reason.key] as (reason: ConfigReason) => string;
  const or = others.length === 0 ? '' : ` (${texts.or(others)})`;
  return `${place}${or}: ${render(reason)}`;
}
