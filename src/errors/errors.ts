import type { BundleProblem } from './bundle-problem.ts';
import type { ConfigProblem } from './config-problem.ts';
import type { Holder } from '../domain/holder.ts';
import type { IdentityFault } from './identity-fault.ts';
import type { RosterProblem } from './roster-problem.ts';
import type { SiretFault, Siret } from '../domain/siret.ts';
import type { Step } from '../domain/step-names.ts';

/** The way in which a browser, or its tab, stopped answering. */
export type BrowserLoss = 'ended' | 'page-crashed' | 'page-closed' | 'no-answer';

/** The reason why a place cannot be written to. */
export type UnwritableReason = 'full' | 'read-only' | 'forbidden' | 'not-a-folder' | 'other';

/** The reason why a file is not a valid backup. */
export type ArchiveFault = 'not-an-archive' | 'damaged' | 'of-a-later-version';

/**
 * The errors that can end a command, by stable code, with the facts their messages need.
 * `src/messages/` turns a code into what was expected, what was found and what to do next; the
 * compiler keeps both languages complete.
 */
export interface ErrorDetails {
  // The input or the configuration is wrong; nothing was touched.
  CONFIG_INVALID: { problems: readonly (string | ConfigProblem)[] };
  SIRET_INVALID: { problems: readonly { value: string; fault: SiretFault }[] };
  ROSTER_INVALID: {
    file: string;
    problems: readonly RosterProblem[];
    warnings?: readonly RosterProblem[];
  };
  SCHEDULE_INVALID: { problems: readonly (string | ConfigProblem)[] };
  SCHEDULE_UNSUPPORTED: { expression: string; part: string; target: string };
  WINDOW_INVALID: { window: string };
  DEBUG_LEAKS: { variable: string };
  BROWSER_NOT_FOUND: { tried: readonly string[] };
  BROWSER_NOT_STARTED: { browser: string; reason: string };
  /** A window was requested but cannot be shown. */
  NO_SCREEN: { option: string };
  HOST_NOT_ALLOWED: { host: string; allowed: readonly string[] };
  /** `variable`: the setting that holds the address, unless it is the portal's. */
  PLAIN_HTTP: { host: string; variable?: string };
  CERTIFICATE_REFUSED: { host: string; reason: string };
  /** The browser reaches the portal, but raccord itself does not. */
  NOT_REACHED_DIRECTLY: { host: string; reason: string };
  /** A proxy that refuses the connection. `proxy`: empty if the browser got it from the system. */
  PROXY_REFUSED: { host: string; proxy: string; reason: string };
  HOME_LOCKED: { holder: Holder };
  /**
   * `login`: absent if a person signs in. `holder`: absent if it has not identified itself yet.
   * `database`: absent if the lock is this machine's own.
   */
  ACCOUNT_LOCKED: { portal: string; login?: string; holder?: Holder; database?: string };
  STATE_UNWRITABLE: { path: string; why: UnwritableReason; reason: string };
  /** `holder`: absent if nobody holds it now. */
  LEASE_LOST: { holder?: Holder };
  HOME_UNWRITABLE: { path: string; why: UnwritableReason; reason: string };
  LEDGER_DAMAGED: { file: string; reason: string };
  LEDGER_UNSAFE: { file: string; reason: string };
  /** `database`: host and name, without user and password; likewise in the next errors. */
  DATABASE_UNREACHABLE: { database: string; reason: string };
  DATABASE_REFUSED: { database: string; reason: string };
  DATABASE_TOO_OLD: { database: string; version: string };
  /** The database may lose what it reports as recorded. */
  DATABASE_UNSAFE: { database: string; reason: string };
  /** Its tables are of an earlier raccord, or missing. `reason`: the missing migrations. */
  DATABASE_OLDER: { database: string; reason: string };
  /** Its tables are of a later raccord. */
  DATABASE_NEWER: { database: string; reason: string };
  /** This machine is not configured like those that share its ledger. */
  MACHINE_DIFFERS: {
    database: string;
    reason: string;
    differences: readonly {
      name: 'portal' | 'recipients';
      here: string;
      there: string;
    }[];
  };
  VAULT_UNWRITABLE: { path: string; why: UnwritableReason; reason: string };
  VAULT_DAMAGED: { file: string; reason: string };
  RECIPIENT_INVALID: { recipient: string; reason: string };
  /** `found`: the kind of the file, if there is one. */
  IDENTITY_MISSING: { path: string; found?: IdentityFault };
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
  ARCHIVE_REFUSED: { file: string; fault: ArchiveFault };
  HOME_NOT_EMPTY: { path: string };
  CREDENTIAL_UNKNOWN: { siret: Siret };
  CREDENTIAL_NOT_VALID: { siret: Siret; status: string };
  TRACE_UNKNOWN: { siret: Siret };
  // The portal cannot be reached or is closed.
  PORTAL_UNAVAILABLE: { url: string; answer: string };
  PROXY_UNREACHABLE: { proxy: string; reason: string };
  NAME_NOT_RESOLVED: { host: string };
  // Signing in was refused.
  PASSWORD_REFUSED: { message: string };
  PASSWORD_REFUSED_EARLIER: { at: string };
  /** `typed`: by a person, from a mail or from the authenticator; absent if it was computed. */
  CODE_REFUSED: { message: string; typed?: 'mailed-code' | 'app-code' };
  // A person is needed.
  CODE_NEEDED: { screen: string };
  /** `label`: that of the authenticator whose secret is configured, if configured too. */
  AUTHENTICATOR_UNCLEAR: { label: string | undefined; present: readonly string[] };
  PASSWORD_EXPIRED: { message: string };
  TERMS_TO_ACCEPT: { message: string };
  SECURITY_KEY_NEEDED: { message: string };
  PERSON_NEEDED: { screen: string };
  /** Something was taught on a form that was not sent since: a person must check it first. */
  TAUGHT_NOT_LOOKED_AT: { where: string; names: readonly string[] };
  SESSION_ENDED: { url: string };
  // A page is not the one expected.
  PAGE_UNEXPECTED: { expected: string; url: string; headings: readonly string[] };
  CONTROL_NOT_FOUND: { label: string; where: string; present: readonly string[] };
  CONTROL_AMBIGUOUS: { label: string; where: string; matches: readonly string[] };
  /** `name`: used to forget it; `matches`: all fitting controls, none or several. */
  TAUGHT_NOT_FITTING: { name: string; label: string; where: string; matches: readonly string[] };
  OPTION_NOT_FOUND: { label: string; option: string; present: readonly string[] };
  COLUMN_NOT_FOUND: { column: string; where: string; present: readonly string[] };
  READ_BACK_DIFFERS: { label: string; meant: string; shown: string };
  SECRET_READ_BACK_DIFFERS: { label: string };
  ACTION_FAILED: { action: string; reason: string };
  REQUEST_STOPPED: { url: string };
  CREDENTIAL_UNREADABLE: { reason: string };
  CREDENTIAL_CHANGED: { login: string };
  // This SIRET failed; others may go on.
  SPACE_NOT_OPEN: { space: string; present: readonly string[] };
  CONSULTATION_ONLY: { where: string; label: string };
  STRUCTURE_NOT_OFFERED: { where: string; present: readonly string[] };
  APPLICATION_NAME_TAKEN: { name: string };
  /** A run with another administrator's account is writing to it. */
  SIRET_LOCKED: { holder: Holder };
  DECLARATION_REFUSED: { message: string };
  ACCOUNT_REFUSED: { message: string };
  OUTCOME_DOUBTFUL: { resource: 'connection' | 'account' | 'password'; reason: string };
  ACCOUNT_UNPROVEN: { login: string; credentialId: string; reason: string };
  /** `credentialId`: the one known to the ledger, whose sealed file is missing. */
  PASSWORD_MISSING: { siret: Siret; login: string; credentialId?: string };
  NOT_CREATED: { resource: 'connection' | 'account'; reason: string };
  ACCOUNT_NOT_LISTED: { login: string; present: readonly string[] };
  RESET_REFUSED: { message: string };
  NOT_RENEWED: { login: string; reason: string };
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

/** The underlying cause that an error may hide (`flows/pages/page-errors.ts`). */
export type UnderlyingCause =
  /** The page lacks the data of one of its own requests. */
  | 'missing-data'
  /** The page is not the expected one. */
  | 'another-page'
  /** The browser is gone. */
  | 'no-browser';

/** The consequences of an error. */
export interface ErrorPolicy {
  /** The exit code if the error ends a command before any write: {@link exitCodeAfter}. */
  readonly exit: ExitCode;
  /**
   * The scope: nothing, since the work succeeded; one SIRET, without consequence for the next;
   * perhaps the portal, so that three in a row end a run; or the run, which ends at once.
   */
  readonly scope: 'nothing' | 'siret' | 'portal' | 'run';
  /** Whether the other resource of the same SIRET would fail the same way. */
  readonly endsOtherResource: boolean;
  /** Whether a retry may succeed a moment later. */
  readonly transient: boolean;
  readonly possibleCauses: readonly UnderlyingCause[];
  /** Whether the page, in a window, shows more about it. */
  readonly onPage: boolean;
}

const INPUT = {
  exit: EXIT.badInput,
  scope: 'run',
  endsOtherResource: true,
  transient: false,
  possibleCauses: [],
  onPage: false,
} as const satisfies ErrorPolicy;

/** The policy of errors about one requested file or name. */
const ONE_INPUT = { ...INPUT, scope: 'siret', endsOtherResource: false } as const;

const REFUSED_SIGN_IN = { ...INPUT, exit: EXIT.signInRefused } as const;

const PERSON = { ...INPUT, exit: EXIT.personNeeded } as const;

const DRIFT = {
  exit: EXIT.drift,
  scope: 'portal',
  endsOtherResource: false,
  transient: false,
  possibleCauses: [],
  onPage: true,
} as const satisfies ErrorPolicy;

const FAILED = { ...DRIFT, exit: EXIT.someFailed } as const;

const ONE_SIRET = { ...FAILED, scope: 'siret' } as const;

const CAME_TO_NOTHING = { ...FAILED, transient: true } as const;

/** The policy of errors outside the portal: in a lock, a delivery, a leak scan. */
const BESIDE = { ...INPUT, exit: EXIT.someFailed } as const;

const NO_BROWSER = ['no-browser'] as const;
const ANOTHER_PAGE = ['another-page', ...NO_BROWSER] as const;
const MISSING_DATA = ['missing-data', ...ANOTHER_PAGE] as const;

const UNAVAILABLE = {
  exit: EXIT.portalUnavailable,
  scope: 'portal',
  endsOtherResource: true,
  transient: true,
  possibleCauses: NO_BROWSER,
  onPage: false,
} as const satisfies ErrorPolicy;

/** The policies of all errors, in one place: a new code must define every field. */
export const ERROR_POLICIES = {
  CONFIG_INVALID: INPUT,
  SIRET_INVALID: INPUT,
  ROSTER_INVALID: INPUT,
  SCHEDULE_INVALID: INPUT,
  SCHEDULE_UNSUPPORTED: INPUT,
  WINDOW_INVALID: INPUT,
  DEBUG_LEAKS: INPUT,
  BROWSER_NOT_FOUND: INPUT,
  BROWSER_NOT_STARTED: INPUT,
  NO_SCREEN: INPUT,
  HOST_NOT_ALLOWED: INPUT,
  PLAIN_HTTP: INPUT,
  CERTIFICATE_REFUSED: INPUT,
  NOT_REACHED_DIRECTLY: INPUT,
  PROXY_REFUSED: INPUT,
  HOME_LOCKED: INPUT,
  ACCOUNT_LOCKED: INPUT,
  STATE_UNWRITABLE: INPUT,
  LEASE_LOST: BESIDE,
  HOME_UNWRITABLE: INPUT,
  LEDGER_DAMAGED: INPUT,
  LEDGER_UNSAFE: INPUT,
  DATABASE_UNREACHABLE: INPUT,
  DATABASE_REFUSED: INPUT,
  DATABASE_TOO_OLD: INPUT,
  DATABASE_UNSAFE: INPUT,
  DATABASE_OLDER: INPUT,
  DATABASE_NEWER: INPUT,
  MACHINE_DIFFERS: INPUT,
  VAULT_UNWRITABLE: INPUT,
  VAULT_DAMAGED: ONE_INPUT,
  RECIPIENT_INVALID: INPUT,
  IDENTITY_MISSING: INPUT,
  IDENTITY_REFUSED: ONE_INPUT,
  FILE_TOO_OPEN: INPUT,
  KEY_FILE_TAKEN: INPUT,
  KEY_UNWRITABLE: INPUT,
  KEY_UNCHANGED: INPUT,
  KEYS_KNOWN: INPUT,
  RECIPIENTS_MISSING: INPUT,
  RECIPIENT_NOT_IN_FORCE: INPUT,
  RESEAL_STOPPED: BESIDE,
  BUNDLE_REFUSED: INPUT,
  ARCHIVE_REFUSED: INPUT,
  HOME_NOT_EMPTY: INPUT,
  CREDENTIAL_UNKNOWN: ONE_INPUT,
  CREDENTIAL_NOT_VALID: { ...ONE_INPUT, exit: EXIT.someFailed },
  TRACE_UNKNOWN: ONE_INPUT,
  PORTAL_UNAVAILABLE: UNAVAILABLE,
  PROXY_UNREACHABLE: UNAVAILABLE,
  // A machine that just woke up, or whose VPN is not up yet, resolves it in a moment.
  NAME_NOT_RESOLVED: UNAVAILABLE,
  PASSWORD_REFUSED: REFUSED_SIGN_IN,
  PASSWORD_REFUSED_EARLIER: REFUSED_SIGN_IN,
  CODE_REFUSED: REFUSED_SIGN_IN,
  CODE_NEEDED: PERSON,
  AUTHENTICATOR_UNCLEAR: PERSON,
  PASSWORD_EXPIRED: PERSON,
  TERMS_TO_ACCEPT: PERSON,
  SECURITY_KEY_NEEDED: PERSON,
  PERSON_NEEDED: PERSON,
  TAUGHT_NOT_LOOKED_AT: PERSON,
  SESSION_ENDED: { ...PERSON, possibleCauses: NO_BROWSER },
  PAGE_UNEXPECTED: { ...DRIFT, possibleCauses: MISSING_DATA },
  CONTROL_NOT_FOUND: { ...DRIFT, possibleCauses: ANOTHER_PAGE },
  CONTROL_AMBIGUOUS: DRIFT,
  TAUGHT_NOT_FITTING: { ...DRIFT, possibleCauses: ANOTHER_PAGE },
  OPTION_NOT_FOUND: { ...DRIFT, possibleCauses: MISSING_DATA },
  COLUMN_NOT_FOUND: { ...DRIFT, possibleCauses: MISSING_DATA },
  READ_BACK_DIFFERS: { ...DRIFT, possibleCauses: MISSING_DATA },
  SECRET_READ_BACK_DIFFERS: DRIFT,
  ACTION_FAILED: { ...DRIFT, possibleCauses: ANOTHER_PAGE },
  REQUEST_STOPPED: DRIFT,
  CREDENTIAL_UNREADABLE: { ...DRIFT, possibleCauses: MISSING_DATA },
  CREDENTIAL_CHANGED: DRIFT,
  SPACE_NOT_OPEN: { ...ONE_SIRET, possibleCauses: MISSING_DATA },
  CONSULTATION_ONLY: { ...ONE_SIRET, possibleCauses: MISSING_DATA },
  STRUCTURE_NOT_OFFERED: { ...ONE_SIRET, possibleCauses: MISSING_DATA },
  APPLICATION_NAME_TAKEN: ONE_SIRET,
  SIRET_LOCKED: { ...ONE_SIRET, onPage: false },
  DECLARATION_REFUSED: ONE_SIRET,
  ACCOUNT_REFUSED: ONE_SIRET,
  OUTCOME_DOUBTFUL: ONE_SIRET,
  ACCOUNT_UNPROVEN: ONE_SIRET,
  PASSWORD_MISSING: { ...ONE_SIRET, scope: 'nothing', onPage: false },
  NOT_CREATED: CAME_TO_NOTHING,
  ACCOUNT_NOT_LISTED: ONE_SIRET,
  RESET_REFUSED: ONE_SIRET,
  NOT_RENEWED: CAME_TO_NOTHING,
  BROWSER_LOST: { ...CAME_TO_NOTHING, endsOtherResource: true, onPage: false },
  DELIVERY_FAILED: { ...BESIDE, scope: 'siret', endsOtherResource: false },
  LEAK_FOUND: BESIDE,
  SCAN_INCOMPLETE: BESIDE,
  UNEXPECTED: { ...FAILED, possibleCauses: ANOTHER_PAGE },
  INTERRUPTED: { ...INPUT, exit: EXIT.interrupted },
} satisfies Readonly<Record<ErrorCode, ErrorPolicy>>;

/**
 * Returns the exit code of a command by the error that ended it and by earlier writes. "Bad input"
 * means that nothing was touched, so it is not returned after a write.
 */
export function exitCodeAfter(code: ErrorCode, hasWritten: boolean): ExitCode {
  const { exit }: ErrorPolicy = ERROR_POLICIES[code];
  return hasWritten && exit === EXIT.badInput ? EXIT.someFailed : exit;
}

/**
 * An error that a person can act on. It carries facts, not sentences: `src/messages/` writes the
 * sentence in the reader's language. Callers add the step, the SIRET and whether something was
 * written before, on the way up.
 */
export class RaccordError<C extends ErrorCode = ErrorCode> extends Error {
  readonly code: C;
  readonly details: ErrorDetails[C];
  step?: Step;
  siret?: Siret;
  hasWritten = false;

  constructor(code: C, details: ErrorDetails[C], cause?: unknown) {
    super(code, cause === undefined ? undefined : { cause });
    this.name = 'RaccordError';
    this.code = code;
    this.details = details;
  }

  get policy(): ErrorPolicy {
    return ERROR_POLICIES[this.code];
  }

  get exitCode(): ExitCode {
    return exitCodeAfter(this.code, this.hasWritten);
  }

  /** Checks for one code, and narrows the details to it. */
  is<K extends ErrorCode>(code: K): this is RaccordError<K> {
    const own: ErrorCode = this.code;
    return own === code;
  }
}

/** Checks for raccord's own errors. (`instanceof` alone would leave the code untyped.) */
export function isRaccordError(error: unknown): error is RaccordError {
  return error instanceof RaccordError;
}

/** Several mistakes in one input, reported together so that a person fixes them all at once. */
export class MultipleErrors extends Error {
  readonly errors: readonly RaccordError[];

  constructor(errors: readonly RaccordError[]) {
    super(errors.map(({ code }) => code).join(', '));
    this.name = 'SeveralErrors';
    this.errors = errors;
  }
}

/** Checks for a missing permission; one just granted takes effect after a new sign-in. */
export function isMissingPermission({ code }: { readonly code: ErrorCode }): boolean {
  return (
    code === 'SPACE_NOT_OPEN' || code === 'CONSULTATION_ONLY' || code === 'STRUCTURE_NOT_OFFERED'
  );
}
