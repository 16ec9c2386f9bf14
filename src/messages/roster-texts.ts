import type { RosterProblem, RosterReason } from '../errors/roster-problem.ts';

/** One language's sentence for each reason: the mistake, then the correction. */
export type RosterTexts = {
  readonly [K in RosterReason['key']]: (reason: Extract<RosterReason, { key: K }>) => string;
};

/** Maximum number of problems listed; the others are only counted. */
export const SHOWN_PROBLEMS = 50;

const SHOWN_LENGTH = 60;

/** Returns a mistake in the format of compiler errors, with its position in the file. */
export function renderProblem(
  file: string,
  { line, column, reason }: RosterProblem,
  texts: RosterTexts,
): string {
  return `${file}:${line}:${column}: ${reasonText(reason, texts)}`;
}

export function reasonText(reason: RosterReason, texts: RosterTexts): string {
  // The type of a reason guarantees that it matches its key.
  const render = texts[reason.key] as (reason: RosterReason) => string;
  return render(reason);
}

/** Returns the first mistakes, one per line, to print below the error. */
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

/** Returns a value from a file, short, on one line and without terminal control characters. */
export function shown(value: string): string {
  const clean = value
    .slice(0, 500)
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim();
  const characters = [...clean];
  if (characters.length <= SHOWN_LENGTH) return clean;
  return `${characters.slice(0, SHOWN_LENGTH).join('')}…`;
}
