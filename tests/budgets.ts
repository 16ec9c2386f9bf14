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
    seconds: 180,
    why: 'a batch is killed and started again; each start is a process with a browser',
  },
  'tests/cli/rights.spec.ts': {
    seconds: 120,
    why: 'whether a session of an earlier run is replaced shows in several runs, each with a sign-in',
  },
  'tests/flows/keycloak-screens.spec.ts': {
    seconds: 180,
    why: 'sixty sign-ins, one through each page that a Keycloak has',
  },
  'tests/flows/skins.spec.ts': {
    seconds: 150,
    why: 'each component library is gone through from sign-in to a kept credential, and through a reset',
  },
  'tests/matrix/matrix.spec.ts': {
    seconds: 300,
    why: 'one fault of each kind at each step that it can meet, each with a second run',
  },
  'tests/postgres/queue-commands.spec.ts': {
    seconds: 120,
    why: 'whose account a worker takes shows in workers that start, each with a browser and a sign-in',
  },
  'tests/postgres/workers.spec.ts': {
    seconds: 300,
    why: 'a worker is killed, stopped and cut off; each time the next one waits for the end of its lease',
  },
  'tests/postgres/lost-server.spec.ts': {
    seconds: 120,
    why: 'a server is killed at each moment of a write and started again, each with a second run',
  },
};

/** Returns the seconds that a file may take. */
export function budgetOf(file: string, project: ProjectName): number {
  return EXCEPTIONS[file]?.seconds ?? USUAL_SECONDS[project];
}
