import type { ErrorCode } from './error-details.ts';
import { EXIT, type ExitCode } from './exit-code.ts';

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
  // Each attempt reads the list first.
  READING_OUTDATED: { ...ONE_SIRET, transient: true, onPage: false },
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

/** Checks for a missing permission; one just granted takes effect after a new sign-in. */
export function isMissingPermission({ code }: { readonly code: ErrorCode }): boolean {
  return (
    code === 'SPACE_NOT_OPEN' || code === 'CONSULTATION_ONLY' || code === 'STRUCTURE_NOT_OFFERED'
  );
}
