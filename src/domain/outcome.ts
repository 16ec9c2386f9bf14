import type { ErrorCode } from '../errors/error-details.ts';
import type { Resource } from './ledger-event.ts';
import type { PasswordGap } from './password-gap.ts';
import type { Siret } from './siret.ts';
import type { Step } from './step-names.ts';

/**
 * The outcome of a connection or account. The words are part of the `--json` contract (DESIGN
 * section 3). `unproven`: the listed account may be ours or someone else's; its password is kept.
 */
export type Outcome = 'created' | 'existing' | 'recovered' | 'unproven' | 'skipped' | 'failed';

/** Outcomes that leave nothing to do. */
export const WELL: ReadonlySet<Outcome> = new Set(['created', 'existing', 'recovered']);

export interface Failure {
  readonly code: ErrorCode;
  /** The whole message in the reader's language, without secrets. */
  readonly message: string;
}

export interface ConnectionOutcome {
  readonly outcome: Outcome;
  readonly applicationName?: string;
  /** "Etat courant", as the portal writes it. */
  readonly state?: string;
  readonly error?: Failure;
}

export interface AccountOutcome {
  readonly outcome: Outcome;
  readonly login?: string;
  /** ISO date. */
  readonly expiresOn?: string;
  readonly credentialId?: string;
  /** For an `existing` account: absent if its password is kept here. */
  readonly credential?: PasswordGap;
  readonly error?: Failure;
}

/** The outcome of work on a resource that ended without an error. */
export type Succeeded<T> = T & { readonly outcome: Exclude<Outcome, 'failed'> };

/** Checks whether a connection or account failed: its error says what is still to be done. */
export function hasError(resource: { readonly error?: Failure }): boolean {
  return resource.error !== undefined;
}

/** Checks whether the connection or the account of an enrolment failed. */
export function hasFailed({ connection, account }: EnrolmentResult): boolean {
  return hasError(connection) || hasError(account);
}

/** Checks whether an interruption is the only reason why a SIRET did not succeed. */
export function isInterrupted({ connection, account }: EnrolmentResult): boolean {
  const errors = [connection, account].flatMap(({ error }) => error ?? []);
  return errors.length > 0 && errors.every(({ code }) => code === 'INTERRUPTED');
}

/** The result of one enrolment: the document that `run --json` prints. */
export interface EnrolmentResult {
  readonly siret: Siret;
  readonly structureName?: string;
  readonly connection: ConnectionOutcome;
  readonly account: AccountOutcome;
  /** The step before which the run stopped, as requested by `run --until`. */
  readonly stoppedBefore?: Step;
  /** The folder with this enrolment's screenshots and step log. */
  readonly evidence: string;
  readonly durationMs: number;
}

/** The number of SIRETs of a run; `left`: those that it did not reach, included in `all`. */
export interface SiretCounts {
  readonly all: number;
  readonly failed: number;
  readonly left: number;
}

/** What the {@link SiretCounts} of a command count. */
export type Counted = 'sirets' | 'accounts';

/** `renew` counts accounts: a SIRET may have several. */
export function countedBy(command: string): Counted {
  return command === 'renew' ? 'accounts' : 'sirets';
}

/** The request for one SIRET. */
export interface EnrolmentRequest {
  readonly siret: Siret;
  /** If absent, both the connection and the account are processed. */
  readonly only?: Resource;
  /** If absent, the next free name of the pattern. */
  readonly applicationName?: string;
  readonly contact: Contact;
  /** "E-mail du contact" of the account; if absent, the portal's proposal, else `contact`'s. */
  readonly accountEmail?: string;
  /** The contact fields given by the roster or a flag; the others are configured. */
  readonly fromRoster?: readonly (keyof Contact)[];
  /** Whether to create an account even if the structure has one that raccord did not create. */
  readonly newAccount: boolean;
}

export interface Contact {
  readonly name: string;
  readonly phone: string;
  readonly email: string;
  readonly fax?: string;
}
