import type { ErrorCode } from '../errors/errors.ts';
import type { Resource } from './ledger-event.ts';
import type { PasswordGap } from './password-gap.ts';
import type { Siret } from './siret.ts';
import type { Step } from './step-names.ts';

/**
 * What became of one half. The words are part of the `--json` contract (DESIGN section 3).
 * `unproven`: the list shows an account that may be ours or another hand's; its password is kept.
 */
export type Outcome = 'created' | 'existing' | 'recovered' | 'unproven' | 'skipped' | 'failed';

// These four are printed as JSON: an alias, unlike an interface, is a `JsonObject` to the compiler.

export type Failure = {
  readonly code: ErrorCode;
  /** The whole message in the reader's language, without secrets. */
  readonly message: string;
};

export type ConnectionOutcome = {
  readonly outcome: Outcome;
  readonly applicationName?: string;
  /** "Etat courant", as the portal writes it. */
  readonly state?: string;
  readonly error?: Failure;
};

export type AccountOutcome = {
  readonly outcome: Outcome;
  readonly login?: string;
  /** ISO date. */
  readonly expiresOn?: string;
  readonly credentialId?: string;
  /** Of an `existing` account: absent if its password is kept here. */
  readonly credential?: PasswordGap;
  readonly error?: Failure;
};

/** True if a half did not go well: what its error says is still to be done. */
export function hasError(resource: { readonly error?: Failure }): boolean {
  return resource.error !== undefined;
}

/** True if one of the halves did not go well. */
export function hasFailed({ connection, account }: EnrolmentResult): boolean {
  return hasError(connection) || hasError(account);
}

/** True if nothing but an interruption kept a SIRET from going well. */
export function isInterrupted({ connection, account }: EnrolmentResult): boolean {
  const errors = [connection, account].flatMap(({ error }) => error ?? []);
  return errors.length > 0 && errors.every(({ code }) => code === 'INTERRUPTED');
}

/** One enrolment's result: the document that `run --json` prints. */
export type EnrolmentResult = {
  readonly siret: Siret;
  readonly structureName?: string;
  readonly connection: ConnectionOutcome;
  readonly account: AccountOutcome;
  /** The step before which the run was asked to stop, and did (`run --until`). */
  readonly stoppedBefore?: Step;
  /** The folder with this enrolment's pictures and step log. */
  readonly evidence: string;
  readonly durationMs: number;
};

/** How many SIRETs a run was to work on; `left`: those that it did not come to. */
export type SiretCounts = {
  readonly all: number;
  readonly failed: number;
  readonly left: number;
};

/** What is asked for one SIRET. */
export interface EnrolmentRequest {
  readonly siret: Siret;
  /** Where absent, both halves are done. */
  readonly only?: Resource;
  /** Where absent, the next free name of the pattern. */
  readonly applicationName?: string;
  readonly contact: Contact;
  /** "E-mail du contact" of the account; where absent, what the portal proposes, else `contact`'s. */
  readonly accountEmail?: string;
  /** What the roster or a flag gave of the contact; the rest is configured. */
  readonly fromRoster?: readonly (keyof Contact)[];
  /** Creates an account although the structure has one that raccord did not make. */
  readonly newAccount: boolean;
}

export interface Contact {
  readonly name: string;
  readonly phone: string;
  readonly email: string;
  readonly fax?: string;
}
