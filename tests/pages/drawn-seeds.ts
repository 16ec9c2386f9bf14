/** How many pages and portals `npm test` draws, always the same ones. */
const USUAL = { pages: 200, portals: 1 };

/** Returns the seeds of the pages, or of the portals, to draw; `npm run renderings` says which. */
export function drawnSeeds(what: 'pages' | 'portals'): number[] {
  const first = Number(process.env['RACCORD_DRAWN_SEED'] ?? 1);
  const count = Number(process.env[`RACCORD_DRAWN_${what.toUpperCase()}`] ?? USUAL[what]);
  return Array.from({ length: count }, (_, index) => first + index);
}

/** Returns the line that draws one of them again, and nothing else. */
export function replayOf(what: 'pages' | 'portals', seed: number): string {
  const other = what === 'pages' ? 'portals' : 'pages';
  return `npm run renderings -- --seed ${seed} --${what} 1 --${other} 0`;
}
