import type { ActivePage } from '../src/browser/active-page.ts';
import type { Clock } from '../src/domain/clock.ts';
import type { SealedCredential } from '../src/domain/credential.ts';
import type { PasswordVerdict } from '../src/domain/settlement.ts';
import type { Siret } from '../src/domain/siret.ts';
import type { Lease } from '../src/ledger/lease/lease.ts';
import type { Ledger } from '../src/ledger/ledger.ts';
import type { Redactor } from '../src/secrets/redactor.ts';
import type { Vault } from '../src/credentials/vault/vault.ts';
import type { PortalPage } from './pages/portal-page.ts';
import type { NamesOnPortal } from './names-on-portal.ts';
import type { Steps } from './steps.ts';

/** The dependencies of the flows of one enrolment; assembled in `src/app.ts`. */
export interface Tools {
  readonly activePage: ActivePage;
  readonly portal: PortalPage;
  readonly steps: Steps;
  readonly ledger: Ledger;
  /** Required before anything that changes the portal is clicked. */
  readonly lease: Lease;
  readonly vault: Vault;
  readonly redactor: Redactor;
  readonly clock: Clock;
  /** Allows one write at a time. */
  readonly writes: { exclusively<T>(work: () => Promise<T>): Promise<T> };
  readonly names: NamesOnPortal;
  /** Called right before a possible change leaves: from then on the portal counts as changed. */
  readonly writing: () => void;
  /** Absent if the API is not configured, or nobody can open sealed passwords. */
  readonly verifyPasswords?: VerifyPasswords;
  readonly settings: FlowSettings;
}

/** Two passwords of one account, as sealed. */
export interface PasswordPair {
  readonly siret: Siret;
  readonly login: string;
  readonly fresh: SealedCredential;
  /** Absent if raccord did not have the account's earlier password. */
  readonly earlier?: SealedCredential;
  /** A new account is accepted only after a while: it is not tried before. */
  readonly isNewAccount?: boolean;
}

/**
 * Finds out through the API which of two passwords opens the account: `old` only if the new one was
 * refused at an age at which it would work; `not-new` if it was, and the old one is not shown to
 * work either; `undefined` if the API cannot tell. It changes nothing on the portal.
 */
export type VerifyPasswords = (passwords: PasswordPair) => Promise<PasswordVerdict | undefined>;

export interface FlowSettings {
  readonly usage: string;
  readonly editor: string;
  /** `{n}` stands for the next free number. */
  readonly applicationPattern: string;
  /** Milliseconds that the portal may take to answer a write. Default: `ANSWER_TIMEOUT_MS`. */
  readonly answerMs?: number;
  /** Milliseconds after the wait for its answer within which a request may still land. */
  readonly settleMs: number;
  /**
   * Milliseconds after an earlier run's intent within which its request may land. Its wait is
   * unknown: the longest possible wait plus `settleMs`.
   */
  readonly landsWithinMs: number;
}
