/**
 * The projects of `npm test`, with the folders of `tests` that each runs. `unit` needs no browser and
 * no process of raccord's, `browser` opens pages, `process` runs the command as its users do.
 */
export const PROJECTS = {
  unit: ['unit', 'api'],
  browser: ['flows', 'pages', 'portal', 'report'],
  process: ['cli', 'batch', 'delivery', 'faults', 'matrix'],
} as const;

export type ProjectName = keyof typeof PROJECTS;

/** Returns the patterns of a project's spec files. */
export function specsOf(project: ProjectName): string[] {
  return PROJECTS[project].map((folder) => `tests/${folder}/**/*.spec.ts`);
}
