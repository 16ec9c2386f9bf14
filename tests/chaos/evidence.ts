import type { Arrival } from '../../fixtures/portal/arrivals.ts';
import type { Truth } from '../../fixtures/portal/truth.ts';
import type { Command } from './case.ts';

/** What is left of a case, as plain data: what the verdict is made of. */
export interface Evidence {
  readonly truth: Truth;
  /** Write requests as they came in at the portal. */
  readonly arrivals: readonly Arrival[];
  /** What each command that ran printed and returned, in the order of their ends. */
  readonly told: readonly Told[];
  readonly homes: readonly HomeLeft[];
  /**
   * Two homes worked on two machines at once (docs/keys.md: keep these apart yourself). The portal's
   * list shows days and contacts alone, so that neither can tell the other's reset or declaration
   * from its own.
   */
  readonly isApart: boolean;
  /** Every sealed credential that stood in a vault after any of the commands. */
  readonly sealed: readonly Sealed[];
  /** Passwords whose only sealed file a fault of the home took away, not raccord. */
  readonly destroyed: readonly string[];
  /** Where a secret stands that may not be there. */
  readonly leaks: readonly string[];
}

export interface Told {
  readonly home: string;
  readonly command: Command;
  /** ISO times. */
  readonly startedAt: string;
  readonly endedAt: string;
  /** Null: it was killed. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Nobody but this command sent requests while it ran. */
  readonly alone: boolean;
  /** What `credentials list` said right after it; undefined where it could not say. */
  readonly listed: readonly Listed[] | undefined;
  /** What stood in the vault right after it. */
  readonly sealed: readonly Sealed[];
}

/** A credential as its sealed file holds it, opened with the home's key. */
export interface Sealed {
  readonly id: string;
  readonly siret: string;
  readonly login: string;
  readonly password: string;
}

/** A line of `credentials list --json`. */
export interface Listed {
  readonly siret: string;
  readonly login: string;
  readonly status: string;
  readonly credentialId: string;
}

/** A home in the end. */
export interface HomeLeft {
  readonly name: string;
  readonly listed: readonly Listed[] | undefined;
  readonly sealed: readonly Sealed[];
  /** What `status` says of each SIRET; undefined where it could not say. */
  readonly standing: readonly Standing[] | undefined;
  /** Something happened to it while no raccord ran. */
  readonly isFaulty: boolean;
}

export interface Standing {
  readonly siret: string;
  readonly connection: { readonly state: string; readonly applicationName?: string | undefined };
  readonly account: {
    readonly state: string;
    readonly login?: string | undefined;
    readonly credential?: string | undefined;
  };
}
