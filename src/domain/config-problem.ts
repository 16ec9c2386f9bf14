/**
 * Why a variable, or the file that gives it, is refused or warned of. Never holds a value: it may be
 * a secret. Keys are stable.
 */
export type ConfigReason =
  // The bytes of a file or of what a command printed.
  | { readonly key: 'unreadable-file'; readonly reason: string }
  | { readonly key: 'not-utf-8' }
  | { readonly key: 'utf-16' }
  | { readonly key: 'utf-16-unmarked' }
  // A value that cannot be right.
  | { readonly key: 'control-character'; readonly sign: string }
  | { readonly key: 'replacement-character' }
  | { readonly key: 'invisible-character'; readonly sign: string }
  | { readonly key: 'several-lines'; readonly lines: number; readonly from: SecretSource }
  // A value that `.env` or the environment holds in a way that has more than one meaning.
  | { readonly key: 'cut-at-hash' }
  | { readonly key: 'quote-open' }
  | { readonly key: 'backslash-in-quotes' }
  | { readonly key: 'typographic-quotes' }
  | { readonly key: 'in-quotes' }
  | { readonly key: 'comment-in-value' }
  | { readonly key: 'not-the-secret-alone' }
  | { readonly key: 'not-expanded' }
  | { readonly key: 'line-not-read'; readonly line: number }
  // Names.
  | { readonly key: 'misspelt'; readonly meant: string }
  | { readonly key: 'only-secrets'; readonly meant: string }
  // Profiles.
  | { readonly key: 'profile-name' }
  | { readonly key: 'no-profile'; readonly file: string; readonly present: readonly string[] }
  | { readonly key: 'one-profile-alone' }
  | { readonly key: 'profile-in-name' }
  | { readonly key: 'not-with-profiles' }
  | { readonly key: 'of-one-profile' }
  | { readonly key: 'shared-by-profiles'; readonly names: readonly string[] }
  | { readonly key: 'not-absolute' }
  | { readonly key: 'read-too-late' }
  // What is only warned of.
  | { readonly key: 'unknown-name' }
  | { readonly key: 'first-line-taken'; readonly lines: number }
  | { readonly key: 'space-at-end' }
  | { readonly key: 'looks-garbled' }
  | { readonly key: 'letters-in-parts' };

/** How a secret was given. */
export type SecretSource = 'value' | 'file' | 'command';

/** One thing that is wrong, or odd, with the configuration. (An alias, so that it is JSON.) */
export type ConfigProblem = {
  /** A variable's name, `.env` or a profile's file, or a flag. */
  readonly place: string;
  readonly reason: ConfigReason;
};
