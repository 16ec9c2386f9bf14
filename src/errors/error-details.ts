import type { ConfigProblem } from './config-problem.ts';
import type { Holder } from '../domain/holder.ts';
import type { RosterProblem } from './roster-problem.ts';
import type { SiretFault, Siret } from '../domain/siret.ts';
import type { ResourceState } from '../domain/enrolment.ts';

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
  SCHEDULE_INVALID: { problems: readonly ConfigProblem[] };
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
  /** `isOfCode`: the one-time code was refused, not the password. */
  PASSWORD_REFUSED_EARLIER: { at: string; isOfCode?: true };
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
  /** Another run wrote to it after this one read the portal's list. */
  READING_OUTDATED: Record<string, never>;
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

/** The reason why a sealed bundle is not imported. */
export type BundleProblem =
  // The file as a whole.
  | { readonly kind: 'unreadable'; readonly reason: string }
  | { readonly kind: 'other-portal'; readonly portal: string; readonly own: string }
  // One of its credentials.
  | { readonly kind: 'twice'; readonly siret: Siret }
  | { readonly kind: 'digest'; readonly siret: Siret }
  | { readonly kind: 'content'; readonly siret: Siret; readonly reason: string }
  | { readonly kind: 'state'; readonly siret: Siret; readonly state: ResourceState }
  | { readonly kind: 'later'; readonly siret: Siret }
  | { readonly kind: 'renewed'; readonly siret: Siret }
  | { readonly kind: 'file-there'; readonly siret: Siret; readonly file: string };

/** The kind of a file that was given as a private key file but has no usable key. */
export type IdentityFault =
  | 'ssh'
  | 'pem'
  | 'pgp'
  | 'putty'
  | 'passphrase'
  | 'sealed'
  | 'plugin'
  | 'public-key'
  | 'damaged-key'
  | 'utf-16-unmarked'
  | 'not-utf-8'
  | 'folder'
  | 'empty'
  | 'other';
