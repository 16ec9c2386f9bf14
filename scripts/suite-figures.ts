import { budgetOf } from '../tests/budgets.ts';
import { PROJECTS, type ProjectName } from '../tests/projects.ts';

/** A test that was run: where it stands, how long all its tries took, and how they ended. */
export interface RunTest {
  readonly project: string;
  readonly file: string;
  readonly title: string;
  readonly ms: number;
  /** True if a try failed and a later one passed. */
  readonly isFlaky: boolean;
}

/** What setting up and tearing down a fixture took in all. */
export interface FixtureTime {
  readonly ms: number;
  readonly uses: number;
}

const DEAREST_FILES = 10;
const DEAREST_FIXTURES = 5;

/**
 * Returns the lines that say where the time of a run went, which files took more than their budget,
 * and which tests passed only on a second try. Where time went is left out for a few files.
 */
export function suiteFigures(
  tests: readonly RunTest[],
  fixtures: ReadonlyMap<string, FixtureTime>,
): string[] {
  const ours = tests.filter(({ project }) => project in PROJECTS);
  const files = sumsOf(ours, ({ file }) => file);
  const isWholeSuite = files.size > DEAREST_FILES;
  return [
    ...(isWholeSuite ? whereTimeWent(ours, files, fixtures) : []),
    ...listOf('Over budget (tests/budgets.ts):', overruns(ours, files)),
    ...listOf(
      'Passed only on a second try:',
      tests.filter(({ isFlaky }) => isFlaky).map(({ file, title }) => `${file} › ${title}`),
    ),
  ];
}

function whereTimeWent(
  tests: readonly RunTest[],
  files: ReadonlyMap<string, number>,
  fixtures: ReadonlyMap<string, FixtureTime>,
): string[] {
  const timed = [...fixtures].map(
    ([name, { ms, uses }]) => [`${name} (${uses} uses)`, ms] as const,
  );
  return [
    ...listOf('Test time by project, in seconds:', dearest(sumsOf(tests, (one) => one.project))),
    ...listOf('The dearest files:', dearest(files, DEAREST_FILES)),
    ...listOf('The dearest fixtures:', dearest(timed, DEAREST_FIXTURES)),
  ];
}

function overruns(tests: readonly RunTest[], files: ReadonlyMap<string, number>): string[] {
  const projects = new Map(tests.map(({ file, project }) => [file, project as ProjectName]));
  return [...projects].flatMap(([file, project]) => {
    const seconds = (files.get(file) ?? 0) / 1_000;
    const budget = budgetOf(file, project);
    return seconds > budget ? [`${file} took ${seconds.toFixed(1)} s of ${budget} s`] : [];
  });
}

function sumsOf(tests: readonly RunTest[], key: (test: RunTest) => string): Map<string, number> {
  const sums = new Map<string, number>();
  for (const test of tests) sums.set(key(test), (sums.get(key(test)) ?? 0) + test.ms);
  return sums;
}

function dearest(times: Iterable<readonly [name: string, ms: number]>, count?: number): string[] {
  return [...times]
    .sort(([, one], [, other]) => other - one)
    .slice(0, count)
    .map(([name, ms]) => `${(ms / 1_000).toFixed(1).padStart(7)}  ${name}`);
}

function listOf(heading: string, lines: readonly string[]): string[] {
  return lines.length > 0 ? ['', heading, ...lines.map((line) => `  ${line}`)] : [];
}
