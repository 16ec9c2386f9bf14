import type { ErrorCode, ErrorDetails } from '../errors/errors.ts';

/** Stands for a SIRET in the sentence that several of them share. */
export const ANY_SIRET = 'SIRET';

/** So many of the things that were there are named, the nearest. */
export const MAX_SUGGESTIONS = 20;

/** What a person is told of an error. Step and SIRET are added by `render.ts`. */
export interface ErrorText {
  /** What happened, in one sentence. */
  readonly what: string;
  readonly expected?: string;
  readonly found?: string;
  /** What to do next; the last sentence a person reads. */
  readonly next: string;
}

/** One language's texts for every error there is. */
export type ErrorTexts = {
  /** @param siret the one that the work was about, where it was about one. */
  readonly [C in ErrorCode]: (details: ErrorDetails[C], siret?: string) => ErrorText;
};
