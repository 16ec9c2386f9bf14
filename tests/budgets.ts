import type { ProjectName } from './projects.ts';

/** Seconds of test time that a spec file may take in `npm test`, all its tests together. */
const USUAL_SECONDS: Readonly<Record<ProjectName, number>> = {
  unit: 10,
  browser: 60,
  process: 60,
  postgres: 60,
};

export interface Exception {
  readonly seconds: number;
  readonly why: string;
}

/** Files that may take longer, and what they show that no shorter test can. */
export const EXCEPTIONS: Readonly<Record<string, Exception>> = {
  'tests/batch/roster.spec.ts': {
    seconds: 120,
    why: 'a batch is killed and started again; each start is a process with a browser',
  },
  'tests/flows/skins.spec.ts': {
    seconds: 120,
    why: 'each component library is gone through, from sign-in to a kept credential or through a reset',
  },
  'tests/postgres/workers.spec.ts': {
    seconds: 120,
    why: 'a worker is killed; another one waits for its lease to end, signs in and does the rest',
  },
};

/** Returns the seconds that a file may take. */
export function budgetOf(file: string, project: ProjectName): number {
  return EXCEPTIONS[file]?.seconds ?? USUAL_SECONDS[project];
}
