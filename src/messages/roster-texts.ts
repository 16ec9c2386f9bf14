import type { RosterProblem, RosterReason } from '../errors/roster-problem.ts';

/** One language's sentence for every reason there is: what is wrong, then what to write instead. */
export type RosterTexts = {
  readonly [K in RosterReason['key']]: (reason: Extract<RosterReason, { key: K }>) => string;
};

/** Longer lists are no help; the rest is counted. */
export const SHOWN_PROBLEMS = 50;

const SHOWN_LENGTH = 60;

/** One mistake as compilers write them, so that editors and people find the place. */
export function renderProblem(
  file: string,
  { line, column, reason }: RosterProblem,
  texts: RosterTexts,
): string {
  return `${file}:${line}:${column}: ${reasonText(reason, texts)}`;
}

export function reasonText(reason: RosterReason, texts: RosterTexts): string {
  // A reason and its key belong together: its type saw to it.
  const render = texts[reason.key] as (reason: RosterReason) => string;
  return render(reason);
}

/** The first mistakes, a line each, under the error that tells them. */
export function renderProblems(
  file: string,
  problems: readonly RosterProblem[],
  texts: RosterTexts,
  more: (count: number) => string,
): string {
  const shown = problems.slice(0, SHOWN_PROBLEMS);
  const left = problems.length - shown.length;
  return [
    ...shown.map((problem) => renderProblem(file, problem, texts)),
    ...(left > 0 ? [more(left)] : []),
  ]
    .map((line) => `\n    ${line}`)
    .join('');
}

/** A value of the file, short and on one line: what a file holds must not drive the terminal. */
export function shown(value: string): string {
  const clean = value
    .slice(0, 500)
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim();
  const characters = [...clean];
  if (characters.length <= SHOWN_LENGTH) return clean;
  return `${characters.slice(0, SHOWN_LENGTH).join('')}…`;
}
