import type { BundleProblem } from './bundle-problem.ts';
import type { RosterProblem } from './roster-problem.ts';
import type { SiretFault, Siret } from './siret.ts';
import type { Step } from './steps.ts';

/** What became of a browser, or of its tab, that can be asked nothing any more. */
export type BrowserLoss = 'ended' | 'page-crashed' | 'page-closed' | 'no-answer';

/**
 * Everything that can end a command, by its stable code, with the facts its message needs.
 * `src/messages/` turns a code into what was expected, what was found and what to do next; the
 * compiler keeps both languages complete.
 */
export interface ErrorDetails {
  // The input or the configuration is wrong; nothing was touched.
  CONFIG_INVALID: { problems: readonly string[] };
  SIRET_INVALID: { problems: readonly { value: string; fault: SiretFault }[] };
  ROSTER_INVALID: { file: string; problems: readonly RosterProblem[] };
  SCHEDULE_INVALID: { problems: readonly string[] };
  SCHEDULE_UNSAYABLE: { expression: string; part: string; target: string };
  WINDOW_INVALID: { window: string };
  DEBUG_LEAKS: { variable: string };
  BROWSER_NOT_FOUND: { tried: readonly string[] };
  BROWSER_NOT_STARTED: { browser: string; reason: string };
  HOST_NOT_ALLOWED: { host: string; allowed: readonly string[] };
  /** `variable`: the setting that holds the address, where it is not the portal's. */
  PLAIN_HTTP: { host: string; variable?: string };
  CERTIFICATE_REFUSED: { host: string; reason: string };
  HOME_LOCKED: { holder: string; since: string };
  LEASE_LOST: { holder: string };
  HOME_UNWRITABLE: { path: string; reason: string };
  LEDGER_DAMAGED: { file: string; reason: string };
  LEDGER_UNSAFE: { file: string; reason: string };
  VAULT_UNWRITABLE: { path: string; reason: string };
  VAULT_DAMAGED: { file: string; reason: string };
  RECIPIENT_INVALID: { recipient: string; reason: string };
  IDENTITY_MISSING: { path: string; isSsh?: boolean };
  IDENTITY_REFUSED: { path: string; file: string };
  FILE_TOO_OPEN: { path: string; mode: string };
  KEY_FILE_TAKEN: { path: string };
  KEY_UNWRITABLE: { path: string; reason: string };
  KEY_UNCHANGED: { path: string };
  KEYS_KNOWN: { path: string };
  RECIPIENTS_MISSING: { path: string };
  RECIPIENT_NOT_IN_FORCE: { recipient: string; present: readonly string[] };
  RESEAL_STOPPED: { path: string; reason: string };
  BUNDLE_REFUSED: { file: string; problems: readonly BundleProblem[] };
  CREDENTIAL_UNKNOWN: { siret: Siret };
  CREDENTIAL_NOT_VALID: { siret: Siret; status: string };
  TRACE_UNKNOWN: { siret: Siret };
  // The portal cannot be reached or is closed.
  PORTAL_UNAVAILABLE: { url: string; answer: string };
  // Signing in was refused.
  PASSWORD_REFUSED: { message: string };
  PASSWORD_REFUSED_EARLIER: { at: string };
  CODE_REFUSED: { message: string };
  // A person is needed.
  CODE_NEEDED: { screen: string };
  PASSWORD_EXPIRED: { message: string };
  TERMS_TO_ACCEPT: { message: string };
  SECURITY_KEY_NEEDED: { message: string };
  PERSON_NEEDED: { screen: string };
  SESSION_ENDED: { url: string };
  // A page is not the one expected.
  PAGE_UNEXPECTED: { expected: string; url: string; headings: readonly string[] };
  CONTROL_NOT_FOUND: { label: string; where: string; present: readonly string[] };
  CONTROL_AMBIGUOUS: { label: string; where: string; matches: readonly string[] };
  OPTION_NOT_FOUND: { label: string; option: string; present: readonly string[] };
  COLUMN_NOT_FOUND: { column: string; where: string; present: readonly string[] };
  READ_BACK_DIFFERS: { label: string; meant: string; shown: string };
  SECRET_READ_BACK_DIFFERS: { label: string };
  ACTION_FAILED: { action: string; reason: string };
  REQUEST_STOPPED: { url: string };
  CREDENTIAL_UNREADABLE: { reason: string };
  CREDENTIAL_CHANGED: { login: string };
  // This SIRET failed; others may go on.
  STRUCTURE_NOT_OFFERED: { where: string; present: readonly string[] };
  APPLICATION_NAME_TAKEN: { name: string };
  DECLARATION_REFUSED: { message: string };
  ACCOUNT_REFUSED: { message: string };
  OUTCOME_DOUBTFUL: { half: 'connection' | 'account' | 'password'; reason: string };
  ACCOUNT_UNPROVEN: { login: string; credentialId: string; reason: string };
  NOT_CREATED: { half: 'connection' | 'account' };
  ACCOUNT_NOT_LISTED: { login: string; present: readonly string[] };
  RESET_REFUSED: { message: string };
  NOT_RENEWED: { login: string };
  BROWSER_LOST: { how: BrowserLoss };
  DELIVERY_FAILED: { sink: string; message: string; sirets: readonly Siret[] };
  LEAK_FOUND: { files: readonly string[] };
  SCAN_INCOMPLETE: { files: readonly string[] };
  UNEXPECTED: { reason: string };
  // Ctrl-C.
  INTERRUPTED: Record<string, never>;
}

export type ErrorCode = keyof ErrorDetails;

export const EXIT = {
  done: 0,
  someFailed: 1,
  badInput: 2,
  portalUnavailable: 3,
  signInRefused: 4,
  personNeeded: 5,
  drift: 6,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The exit code that each error leads to when it ends a command (DESIGN: the command line). */
export const EXIT_CODES: Readonly<Record<ErrorCode, ExitCode>> = {
  CONFIG_INVALID: EXIT.badInput,
  SIRET_INVALID: EXIT.badInput,
  ROSTER_INVALID: EXIT.badInput,
  SCHEDULE_INVALID: EXIT.badInput,
  SCHEDULE_UNSAYABLE: EXIT.badInput,
  WINDOW_INVALID: EXIT.badInput,
  DEBUG_LEAKS: EXIT.badInput,
  BROWSER_NOT_FOUND: EXIT.badInput,
  BROWSER_NOT_STARTED: EXIT.badInput,
  HOST_NOT_ALLOWED: EXIT.badInput,
  PLAIN_HTTP: EXIT.badInput,
  CERTIFICATE_REFUSED: EXIT.badInput,
  HOME_LOCKED: EXIT.badInput,
  LEASE_LOST: EXIT.someFailed,
  HOME_UNWRITABLE: EXIT.someFailed,
  LEDGER_DAMAGED: EXIT.badInput,
  LEDGER_UNSAFE: EXIT.badInput,
  VAULT_UNWRITABLE: EXIT.badInput,
  VAULT_DAMAGED: EXIT.badInput,
  RECIPIENT_INVALID: EXIT.badInput,
  IDENTITY_MISSING: EXIT.badInput,
  IDENTITY_REFUSED: EXIT.badInput,
  FILE_TOO_OPEN: EXIT.badInput,
  KEY_FILE_TAKEN: EXIT.badInput,
  KEY_UNWRITABLE: EXIT.badInput,
  KEY_UNCHANGED: EXIT.badInput,
  KEYS_KNOWN: EXIT.badInput,
  RECIPIENTS_MISSING: EXIT.badInput,
  RECIPIENT_NOT_IN_FORCE: EXIT.badInput,
  RESEAL_STOPPED: EXIT.someFailed,
  BUNDLE_REFUSED: EXIT.badInput,
  CREDENTIAL_UNKNOWN: EXIT.badInput,
  CREDENTIAL_NOT_VALID: EXIT.someFailed,
  TRACE_UNKNOWN: EXIT.badInput,
  PORTAL_UNAVAILABLE: EXIT.portalUnavailable,
  PASSWORD_REFUSED: EXIT.signInRefused,
  PASSWORD_REFUSED_EARLIER: EXIT.signInRefused,
  CODE_REFUSED: EXIT.signInRefused,
  CODE_NEEDED: EXIT.personNeeded,
  PASSWORD_EXPIRED: EXIT.personNeeded,
  TERMS_TO_ACCEPT: EXIT.personNeeded,
  SECURITY_KEY_NEEDED: EXIT.personNeeded,
  PERSON_NEEDED: EXIT.personNeeded,
  SESSION_ENDED: EXIT.personNeeded,
  PAGE_UNEXPECTED: EXIT.drift,
  CONTROL_NOT_FOUND: EXIT.drift,
  CONTROL_AMBIGUOUS: EXIT.drift,
  OPTION_NOT_FOUND: EXIT.drift,
  COLUMN_NOT_FOUND: EXIT.drift,
  READ_BACK_DIFFERS: EXIT.drift,
  SECRET_READ_BACK_DIFFERS: EXIT.drift,
  ACTION_FAILED: EXIT.drift,
  REQUEST_STOPPED: EXIT.drift,
  CREDENTIAL_UNREADABLE: EXIT.drift,
  CREDENTIAL_CHANGED: EXIT.drift,
  STRUCTURE_NOT_OFFERED: EXIT.someFailed,
  APPLICATION_NAME_TAKEN: EXIT.someFailed,
  DECLARATION_REFUSED: EXIT.someFailed,
  ACCOUNT_REFUSED: EXIT.someFailed,
  OUTCOME_DOUBTFUL: EXIT.someFailed,
  ACCOUNT_UNPROVEN: EXIT.someFailed,
  NOT_CREATED: EXIT.someFailed,
  ACCOUNT_NOT_LISTED: EXIT.someFailed,
  RESET_REFUSED: EXIT.someFailed,
  NOT_RENEWED: EXIT.someFailed,
  BROWSER_LOST: EXIT.someFailed,
  DELIVERY_FAILED: EXIT.someFailed,
  LEAK_FOUND: EXIT.someFailed,
  SCAN_INCOMPLETE: EXIT.someFailed,
  UNEXPECTED: EXIT.someFailed,
  INTERRUPTED: EXIT.interrupted,
};

/**
 * An error that a person can act on. It carries facts, not sentences: the sentence is made in the
 * reader's language by `src/messages/`. Step and SIRET are added on the way up by whoever knows them.
 */
export class RaccordError<C extends ErrorCode = ErrorCode> extends Error {
  readonly code: C;
  readonly details: ErrorDetails[C];
  step?: Step;
  siret?: Siret;

  constructor(code: C, details: ErrorDetails[C], cause?: unknown) {
    super(code, cause === undefined ? undefined : { cause });
    this.name = 'RaccordError';
    this.code = code;
    this.details = details;
  }

  get exitCode(): ExitCode {
    return EXIT_CODES[this.code];
  }

  /** True for one code, and narrows the details to it. */
  is<K extends ErrorCode>(code: K): this is RaccordError<K> {
    const own: ErrorCode = this.code;
    return own === code;
  }
}

/** True for raccord's own errors. (`instanceof` alone would leave the code untyped.) */
export function isRaccordError(error: unknown): error is RaccordError {
  return error instanceof RaccordError;
}

/** Several mistakes in one input, so that a person mends them all at once. */
export class SeveralErrors extends Error {
  readonly errors: readonly RaccordError[];

  constructor(errors: readonly RaccordError[]) {
    super(errors.map(({ code }) => code).join(', '));
    this.name = 'SeveralErrors';
    this.errors = errors;
  }
}
