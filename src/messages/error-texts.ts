import type { ErrorCode, ErrorDetails } from '../errors/error-details.ts';

/** Placeholder for the SIRET in a sentence shared by several SIRETs. */
export const ANY_SIRET = 'SIRET';

/** Maximum number of suggestions listed, closest first. */
export const MAX_SUGGESTIONS = 20;

/** Texts that explain an error. Step and SIRET are added by `render.ts`. */
export interface ErrorText {
  /** The error, in one sentence. */
  readonly what: string;
  readonly expected?: string;
  readonly found?: string;
  /** The next step; always the last sentence of the message. */
  readonly next: string;
}

/** One language's texts for all errors. */
export type ErrorTexts = {
  /** @param siret the SIRET being worked on, if any. */
  readonly [C in ErrorCode]: (details: ErrorDetails[C], siret?: string) => ErrorText;
};

/** One language's texts for errors about keys. */
export type KeyErrorTexts = Pick<
  ErrorTexts,
  | 'RECIPIENT_INVALID'
  | 'IDENTITY_MISSING'
  | 'KEY_FILE_TAKEN'
  | 'KEY_UNWRITABLE'
  | 'KEY_UNCHANGED'
  | 'KEYS_KNOWN'
  | 'RECIPIENTS_MISSING'
  | 'RECIPIENT_NOT_IN_FORCE'
  | 'RESEAL_STOPPED'
>;
