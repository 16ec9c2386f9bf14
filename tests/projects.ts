/**
 * The projects of `npm test`, with the folders of `tests` that each runs. `unit` needs no browser and
 * no process of raccord's, `browser` opens pages, `process` runs the command as its users do; `postgres`
 * needs a database server, and runs the ledger's own tests on it once more.
 */
export const PROJECTS = {
  unit: ['unit', 'api'],
  browser: ['board', 'flows', 'pages', 'portal', 'report'],
  process: ['cli', 'batch', 'delivery', 'faults', 'matrix'],
  postgres: ['postgres'],
} as const;

export type ProjectName = keyof typeof PROJECTS;

/** Returns the patterns of a project's spec files. */
export function specsOf(project: ProjectName): string[] {
  return PROJECTS[project].map((folder) => `tests/${folder}/**/*.spec.ts`);
}

/** The tests of the ledger that run on both databases. */
export const LEDGER_SPECS = [
  ...['ledger', 'ledger-lease', 'ledger-runs', 'ledger-history', 'ledger-earlier-rows'],
  ...['ledger-credential-status', 'ledger-verifications', 'write-basis'],
].map((name) => `tests/unit/${name}.spec.ts`);
