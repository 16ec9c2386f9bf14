/**
 * The words by which a thing on a page is known, in all their variants; the first is the one that
 * messages quote. How they are compared with a page's is `wording-match.ts`.
 */
export type Wording = readonly [string, ...string[]];
