/**
 * The reason why a variable, or the file that gives it, is refused or causes a warning. Never holds
 * a value, which may be a secret. Keys are stable.
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
  // A value that is ambiguous as written in `.env` or the environment.
  | { readonly key: 'cut-at-hash' }
  | { readonly key: 'quote-open' }
  | { readonly key: 'backslash-in-quotes' }
  | { readonly key: 'typographic-quotes' }
  | { readonly key: 'in-quotes' }
  | { readonly key: 'comment-in-value' }
  | { readonly key: 'not-the-secret-alone' }
  | { readonly key: 'not-expanded' }
  | { readonly key: 'not-for-dot-env' }
  | { readonly key: 'line-not-read'; readonly line: number }
  // Names.
  | { readonly key: 'misspelt'; readonly meant: string }
  | { readonly key: 'only-secrets'; readonly meant: string }
  // Missing, given twice, or of another form.
  | { readonly key: 'missing' }
  | { readonly key: 'no-environment' }
  | { readonly key: 'given-twice' }
  | { readonly key: 'two-environments' }
  | { readonly key: 'not-from-dot-env' }
  | { readonly key: 'no-such-file' }
  | { readonly key: 'command-failed'; readonly exit: string }
  | { readonly key: 'command-too-slow'; readonly seconds: number }
  | {
      readonly key: 'open-to-others';
      readonly path: string;
      readonly mode: string;
      /** The command that fixes it. */
      readonly mend: string;
    }
  | { readonly key: 'expected'; readonly what: Expectation }
  | { readonly key: 'https-for'; readonly host: string; readonly sent: 'password' | 'secrets' }
  | { readonly key: 'one-of'; readonly values: readonly string[] }
  | { readonly key: 'invalid' }
  | { readonly key: 'needed-without-terminal' }
  | { readonly key: 'needs-headed' }
  | { readonly key: 'needs-terminal' }
  | { readonly key: 'not-installed'; readonly what: string }
  | { readonly key: 'not-one-database' }
  // Profiles.
  | { readonly key: 'profile-name' }
  | { readonly key: 'no-profile'; readonly file: string; readonly present: readonly string[] }
  | { readonly key: 'one-profile-alone' }
  | { readonly key: 'profile-in-name' }
  | { readonly key: 'not-with-profiles' }
  | { readonly key: 'of-one-profile' }
  | { readonly key: 'one-for-all-profiles' }
  | { readonly key: 'shared-by-profiles'; readonly names: readonly string[] }
  | { readonly key: 'not-absolute' }
  | { readonly key: 'read-too-late' }
  // Files that a user may edit.
  | { readonly key: 'not-json'; readonly line?: number }
  | { readonly key: 'json-type'; readonly expected: string }
  | { readonly key: 'json-unknown'; readonly names: readonly string[] }
  | { readonly key: 'too-long'; readonly most: number }
  | { readonly key: 'not-to-be-taught' }
  // Schedules.
  | { readonly key: 'cron-fields'; readonly count: number }
  | { readonly key: 'cron-field'; readonly field: CronField; readonly text: string }
  | { readonly key: 'cron-never' }
  | { readonly key: 'cron-too-long'; readonly most: number }
  | { readonly key: 'line-break' }
  | { readonly key: 'not-scheduled'; readonly commands: readonly string[] }
  | { readonly key: 'unknown-argument' }
  | { readonly key: 'no-report' }
  // The location of the ledger.
  | { readonly key: 'no-ledger'; readonly home: string }
  | { readonly key: 'ledger-beside'; readonly file: string }
  | { readonly key: 'ledger-moved'; readonly home: string }
  | { readonly key: 'database-not-in-backups' }
  // Warnings only.
  | { readonly key: 'unknown-name'; readonly nearest?: string }
  | { readonly key: 'home-in-folder'; readonly folder: string }
  | { readonly key: 'first-line-taken'; readonly lines: number }
  | { readonly key: 'space-at-end' }
  | { readonly key: 'looks-garbled' }
  | { readonly key: 'letters-in-parts' };

/** The fields of a cron expression, in their order; seconds may be left out. */
export const CRON_FIELDS = ['second', 'minute', 'hour', 'day', 'month', 'weekday'] as const;

export type CronField = (typeof CRON_FIELDS)[number];

/** The way in which a secret was given. */
export type SecretSource = 'value' | 'file' | 'command';

/** An error or warning about the configuration. */
export interface ConfigProblem {
  /** A variable's name, a flag, or `.env` or a profile's file. */
  readonly place: string;
  /** The settings that may be given instead. */
  readonly others?: readonly string[];
  readonly reason: ConfigReason;
}

/** Returns the problem of a setting that is missing along with all its alternatives. */
export function missingSetting(place = '', ...others: readonly string[]): ConfigProblem {
  return { place, others: others.length > 0 ? others : undefined, reason: { key: 'missing' } };
}

/** The forms that a value may have to have. */
export const EXPECTATIONS = [
  'time-span',
  'time-span-not-nothing',
  'time-span-of-a-day',
  'hosts',
  'web-address',
  'https',
  'no-user-name',
  'no-password',
  'text',
  'email',
  'emails',
  'age-keys',
  'otpauth',
  'base32',
  'phone',
  'time-zone',
  'vault-path',
  'once-n',
  'once-siret',
  'plain-word',
  'sixteen-characters',
  'mail-server',
  'database',
  'schema-alone',
  'proxy',
  'ip-address',
] as const;

export type Expectation = (typeof EXPECTATIONS)[number];

/** Returns a schema's message for a value of another form: {@link reasonOfIssue} reads it. */
export function expects(what: Expectation): Expectation {
  return what;
}

/** The parts of a zod issue that are read here. */
interface Issue {
  readonly code?: string | undefined;
  readonly message: string;
  readonly values?: readonly unknown[];
  readonly params?: Readonly<Record<string, unknown>> | undefined;
}

/** Returns the reason why a schema refuses a value. */
export function reasonOfIssue({ message, values, params }: Issue): ConfigReason {
  if (values !== undefined) return { key: 'one-of', values: values.map(String) };
  // Set by `schema.ts` itself.
  if (params?.['reason'] !== undefined) return params['reason'] as ConfigReason;
  const what = EXPECTATIONS.find((one) => one === message);
  return what === undefined ? { key: 'invalid' } : { key: 'expected', what };
}
