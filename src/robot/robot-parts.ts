import type { Teacher } from '../acting/knowledge.ts';
import type { Person } from '../../flows/sign-in.ts';
import type { VerifyPasswords } from '../../flows/tools.ts';
import type { Config } from '../config/config.ts';
import type { Clock } from '../domain/clock.ts';
import type { Step, StoppableStep } from '../domain/step-names.ts';
import type { Lease } from '../ledger/lease/lease.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Logger } from '../log/logger.ts';
import type { Redactor } from '../secrets/redactor.ts';
import type { Vault } from '../credentials/vault/vault.ts';
import type { Progress } from './progress-listener.ts';
import type { Texts } from '../messages/texts.ts';

/** Display and recording of the browser; the same for every command that drives one. */
export interface DebugOptions {
  readonly headed: boolean;
  readonly slowMo?: number;
  readonly pauseBefore?: Step;
  readonly pauseOnError: boolean;
  readonly trace: boolean;
  /** Milliseconds before a retry after a transient error; default: see `src/domain/retry.ts`. */
  readonly retryPauseMs?: number;
}

/**
 * Waits until the person who looks at the browser has finished.
 * @param windowsClosed resolves once all of its windows are closed.
 * @param error the error that ended the work, if there was one.
 */
export type KeepOpen = (windowsClosed: Promise<void>, error?: unknown) => Promise<void>;

/** Dependencies of a run; assembled in `src/app.ts`. */
export interface RobotParts {
  readonly config: Config;
  readonly version: string;
  readonly runId: string;
  readonly ledger: Ledger;
  readonly lease: Lease;
  readonly vault: Vault;
  readonly redactor: Redactor;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly texts: Texts;
  readonly progress: Progress;
  readonly person: Person;
  readonly debug: DebugOptions;
  /** Asks a person for elements that are not found; absent if nobody can be asked. */
  readonly teacher?: Teacher;
  /** Read-only modes cannot send a request that would change something. */
  readonly readOnly?: boolean;
  /** The step before which the work stops. */
  readonly until?: StoppableStep;
  /** Finds out which of two passwords works; absent without the API or the private key. */
  readonly verifyPasswords?: VerifyPasswords;
  /** Milliseconds between two writes. */
  readonly minIntervalMs?: number;
}
