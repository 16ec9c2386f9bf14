import type { DeliveryConfig } from '../config/delivery-settings.ts';
import type { AnyRaccordError } from '../errors/raccord-error.ts';
import type { Siret } from '../domain/siret.ts';
import type { QueueView } from '../queue/queue-view.ts';
import type { HeldLease } from '../ledger/lease/account-lease.ts';
import type { RunningStep } from '../ledger/journals/running-steps.ts';
import type { PortalName } from '../domain/portal-name.ts';
import type { StatusSnapshot } from '../status/status-snapshot.ts';
import type { RunWithReport } from '../status/runs-with-reports.ts';

/** A home shown on the board, with the data read from its ledger. */
export interface BoardHome {
  /** Absent if no profile is in use. */
  readonly profile?: string;
  /** The earlier profile that shows the SIRETs of the same ledger. */
  readonly shownBy?: string | undefined;
  /** The portal's host name. */
  readonly portal: string;
  readonly environment: PortalName;
  /** Absolute path. */
  readonly folder: string;
  readonly timezone: string;
  /** The administrator's login; absent if a person signs in. */
  readonly login?: string;
  readonly delivery: DeliveryConfig;
  /** Time at which the ledger was read. */
  readonly now: Date;
  readonly reading: Reading;
  /** Actions required of a person, most urgent first. */
  readonly todos: readonly Todo[];
}

/** The result of reading a ledger. */
export type Reading =
  | { readonly kind: 'unreadable'; readonly error: AnyRaccordError }
  | { readonly kind: 'none'; readonly unlisted: number }
  | KnownReading;

export interface KnownReading {
  readonly kind: 'known';
  /** State of all SIRETs. */
  readonly standing: StatusSnapshot;
  /** Number of sealed passwords that the ledger does not know. */
  readonly unlisted: number;
  readonly working: readonly Working[];
  /** Newest first. */
  readonly runs: readonly RunWithReport[];
  /** Present if several machines share the ledger and something was queued. */
  readonly queue?: ShownQueue;
}

/** The queue, with the rows that are running, failed or parked. */
export interface ShownQueue extends QueueView {
  /** The current step of each SIRET that a worker works on. */
  readonly steps: ReadonlyMap<Siret, RunningStep>;
}

/** A process that holds a lease, and its current work. */
export interface Working extends Pick<HeldLease, 'name' | 'holder'> {
  /** True if the lease is for the account of another administrator. */
  readonly isOther: boolean;
  /** The run of this process, if it is one. */
  readonly run?: RunWithReport;
  readonly inHand: readonly RunningStep[];
}

/** An action required of a person. */
export interface Todo {
  /** The action, as a sentence. */
  readonly what: string;
  /** Additional details. */
  readonly more?: string;
  /** Commands to type, in this order. */
  readonly commands: readonly string[];
  /** The SIRETs concerned; empty if all are. */
  readonly sirets: readonly Siret[];
  /** Filter that shows these SIRETs. */
  readonly filter?: string;
}

/** A home whose ledger was read successfully. */
export interface KnownHome extends BoardHome {
  readonly reading: KnownReading;
}

export function isKnown(home: BoardHome): home is KnownHome {
  return home.reading.kind === 'known';
}

/** Health of the board, for monitoring programs. Contains no secret and no path. */
export interface Health {
  readonly ok: boolean;
  readonly status: 'ok' | 'failing';
  readonly ledgers: readonly { readonly profile?: string; readonly status: string }[];
}

/** Returns the state of each ledger: `ok`, `none` yet, `lost`, or the code of the error. */
export function healthOf(homes: readonly BoardHome[]): Health {
  const ledgers = homes.map(({ profile, reading }) => ({
    profile,
    status: statusOf(reading),
  }));
  const ok = ledgers.every(({ status }) => status === 'ok' || status === 'none');
  return { ok, status: ok ? 'ok' : 'failing', ledgers };
}

function statusOf(reading: BoardHome['reading']): string {
  switch (reading.kind) {
    case 'known':
      return 'ok';
    case 'none':
      return reading.unlisted === 0 ? 'none' : 'lost';
    case 'unreadable':
      return reading.error.code;
  }
}
