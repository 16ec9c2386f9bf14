import type { DeliveryConfig } from '../config/delivery-settings.ts';
import type { RaccordError } from '../errors/errors.ts';
import type { Siret } from '../domain/siret.ts';
import type { HeldLease } from '../ledger/lease/held-leases.ts';
import type { RunningStep } from '../ledger/journals/running-steps.ts';
import type { PortalName } from '../domain/portal-name.ts';
import type { StatusSnapshot } from '../status/status-snapshot.ts';
import type { RunWithReport } from '../status/runs-with-reports.ts';

/** Which home is shown, and what its ledger told. */
export interface BoardHome {
  /** Absent where none is in use. */
  readonly profile?: string;
  /** The portal's host name. */
  readonly portal: string;
  readonly environment: PortalName;
  /** Absolute path. */
  readonly folder: string;
  readonly timezone: string;
  /** The administrator's; absent where a person signs in. */
  readonly login?: string;
  readonly delivery: DeliveryConfig;
  /** When it was read. */
  readonly now: Date;
  readonly reading: Reading;
  /** What a person is to do, the most urgent first. */
  readonly todos: readonly Todo[];
}

/** What reading a ledger came to. */
export type Reading =
  | { readonly kind: 'unreadable'; readonly error: RaccordError }
  | { readonly kind: 'none'; readonly unlisted: number }
  | KnownReading;

export interface KnownReading {
  readonly kind: 'known';
  /** Of all SIRETs. */
  readonly standing: StatusSnapshot;
  /** How many sealed passwords the ledger does not know. */
  readonly unlisted: number;
  readonly working: readonly Working[];
  /** The newest first. */
  readonly runs: readonly RunWithReport[];
}

/** A process that holds a lease, and what it has in hand. */
export interface Working extends Pick<HeldLease, 'name' | 'holder'> {
  /** True for the account of another administrator. */
  readonly isOther: boolean;
  /** The run that it is, where it is one. */
  readonly run?: RunWithReport;
  readonly inHand: readonly RunningStep[];
}

/** One thing that a person is to do. */
export interface Todo {
  /** What it is, as a sentence. */
  readonly what: string;
  /** What more there is to know. */
  readonly more?: string;
  /** To be typed, in this order. */
  readonly commands: readonly string[];
  /** The SIRETs it is about; none where it is about all. */
  readonly sirets: readonly Siret[];
  /** The filter that shows these SIRETs. */
  readonly filter?: string;
}

/** A home whose ledger was read. */
export interface KnownHome extends BoardHome {
  readonly reading: KnownReading;
}

export function isKnown(home: BoardHome): home is KnownHome {
  return home.reading.kind === 'known';
}
