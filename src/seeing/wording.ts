/**
 * The words of an element of a page, in all their variants; messages quote the first.
 * `wording-match.ts` compares them with a page's.
 */
export type Wording = readonly [string, ...string[]];
