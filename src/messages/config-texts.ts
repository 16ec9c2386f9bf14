import type { ConfigProblem, ConfigReason } from '../domain/config-problem.ts';

/** One language's sentence for every reason: what is wrong, then how to write it. */
export type ConfigTexts = {
  readonly [K in ConfigReason['key']]: (reason: Extract<ConfigReason, { key: K }>) => string;
} & {
  /** A line that the configuration's readers gave whole, in English. */
  readonly line: (english: string) => string;
};

/** One line: the variable's name, and what is wrong with it. */
export function configProblemText(problem: string | ConfigProblem, texts: ConfigTexts): string {
  if (typeof problem === 'string') return texts.line(problem);
  const { place, reason } = problem;
  // A reason and its key belong together: its type saw to it.
  const render = texts[reason.key] as (reason: ConfigReason) => string;
  return `${place}: ${render(reason)}`;
}
