import type { Teacher } from '../acting/knowledge.ts';
import type { Person } from '../../flows/sign-in.ts';
import type { VerifyPasswords } from '../../flows/tools.ts';
import type { Config } from '../config/config.ts';
import type { Clock } from '../domain/clock.ts';
import type { Step, StoppableStep } from '../domain/step-names.ts';
import type { Lease } from '../ledger/lease/lease.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Logger } from '../log/logger.ts';
import type { Texts } from '../messages/en/texts.en.ts';
import type { Redactor } from '../secrets/redactor.ts';
import type { Vault } from '../credentials/vault/vault.ts';
import type { Progress } from './progress-listener.ts';

/** How the browser is shown and recorded; the same on every command that drives one. */
export interface DebugOptions {
  readonly headed: boolean;
  readonly slowMo?: number;
  readonly pauseBefore?: Step;
  readonly pauseOnError: boolean;
  readonly trace: boolean;
  /** Milliseconds before a passing fault is met again; absent: as `src/domain/retry.ts` says. */
  readonly retryPauseMs?: number;
}

/**
 * Waits until the person who looks at the browser is done with it.
 * @param windowsClosed resolves once none of its windows is left.
 * @param error what ended the work, where an error did.
 */
export type KeepOpen = (windowsClosed: Promise<void>, error?: unknown) => Promise<void>;

/** What a run stands on; put together in `src/app.ts`. */
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
  /** Who is asked for what is not found; absent where nobody is. */
  readonly teacher?: Teacher;
  /** Reading modes cannot send what would change something. */
  readonly readOnly?: boolean;
  /** The step before which the work stops. */
  readonly until?: StoppableStep;
  /** Finds out which of two passwords works; absent where the API or the private key is not here. */
  readonly verifyPasswords?: VerifyPasswords;
  /** Milliseconds between two writes. */
  readonly minIntervalMs?: number;
}
