import type { Generated } from 'kysely';
import type { ResourceState } from '../../domain/enrolment.ts';
import type { EndEvent, EventKind, Resource, Stream } from '../../domain/ledger-event.ts';
import type { QueueTables } from '../../queue/queue-tables.ts';

/**
 * The ledger's tables. All but `runs`, `leases`, `application_names`, `canaries` and those of the
 * queue are append-only: triggers refuse to change or delete a row. `sealed`, `shared_settings`,
 * `application_names`, `canaries` and those of the queue exist only in a shared database. Times are
 * ISO texts in UTC, so that they sort chronologically.
 */
export interface LedgerSchema extends QueueTables {
  runs: RunsTable;
  steps: StepsTable;
  events: EventsTable;
  transitions: TransitionsTable;
  sign_ins: SignInsTable;
  leases: LeasesTable;
  renewals: RenewalsTable;
  deliveries: DeliveriesTable;
  verifications: VerificationsTable;
  reseals: ResealsTable;
  sealed: SealedTable;
  application_names: ApplicationNamesTable;
  shared_settings: SharedSettingsTable;
  canaries: CanariesTable;
}

/** The first columns of most tables. */
interface Row {
  id: Generated<number>;
  at: string;
  run: string;
  portal: string;
}

interface RunsTable {
  id: string;
  command: string;
  version: string;
  portal: string;
  started_at: string;
  ended_at: string | null;
  exit_code: number | null;
  /** Number of SIRETs it worked on, as JSON; null if it works on none, or did not finish. */
  sirets: string | null;
}

export type StepPhase = 'began' | 'ended' | 'failed' | 'skipped';

interface StepsTable {
  id: Generated<number>;
  at: string;
  run: string;
  siret: string | null;
  step: string;
  phase: StepPhase;
  detail: string | null;
}

/** All events of SIRETs, in one order: docs/ledger.md. */
interface EventsTable extends Row {
  siret: string;
  stream: Stream;
  /** The login of the account whose password is renewed; empty in the other streams. */
  subject: string;
  event: EventKind | EndEvent['kind'];
  /** The event's data, as JSON. */
  data: string;
  /** The state of connection and account after it, for a person who looks. */
  connection: ResourceState;
  account: ResourceState;
}

/** Events of connections and accounts before `events` existed, in earlier terms; read-only. */
interface TransitionsTable extends Row {
  siret: string;
  half: Resource;
  event: string;
  state: string;
  data: string;
}

/**
 * `code-sent`: a one-time code was used; its counter is kept so that none is ever sent twice.
 * `factor-asked`: a second factor was asked for, and no authenticator's secret was at hand.
 * `person-asked`: a mailed code, or something unknown, was asked for, which no such secret answers.
 */
export type SignInOutcome =
  | 'accepted'
  | 'refused'
  | 'factor-asked'
  | 'person-asked'
  | 'code-sent'
  | 'code-refused'
  | 'confirmed';

interface SignInsTable extends Row {
  login: string;
  outcome: SignInOutcome;
  totp_counter: number | null;
}

interface LeasesTable {
  name: string;
  /** Random, new at each acquisition; empty once the lease is released. */
  holder: string;
  pid: number;
  host: string;
  /** Distinguishes a process from a later one with its pid; null if unavailable. */
  process_start: string | null;
  /** raccord's command; null if unknown. */
  command: string | null;
  /** Increases at each acquisition, never decreases. */
  fence: number;
  acquired_at: string;
  renewed_at: string;
  expires_at: string;
  /** The run that holds it; only in a shared database. */
  run?: string | null;
}

/** Events of renewals before `events` existed, in earlier terms; read-only. */
interface RenewalsTable extends Row {
  siret: string;
  login: string;
  event: string;
  state: string;
  data: string;
}

export type DeliveryOutcome = 'delivered' | 'failed';

/** One attempt to deliver a credential to a sink. */
interface DeliveriesTable extends Row {
  siret: string;
  credential_id: string;
  /** The sink's name, with the settings that identify it (`folder:/srv/keys`). */
  sink: string;
  outcome: DeliveryOutcome;
  /** The reason of a failure; never the data that the sink received. */
  message: string | null;
}

/** One verification of a credential through the API. */
interface VerificationsTable extends Row {
  siret: string;
  credential_id: string;
  /**
   * The kind of answer, as defined in `src/piste/`; `account-refused-by-name` for a refusal that
   * named login or password; rows of earlier versions have `account-refused` for any refusal.
   */
  outcome: string;
  /** ISO date, if the API gave one. */
  expires_on: string | null;
}

/** A sealed file that was resealed to other keys. */
interface ResealsTable extends Row {
  credential_id: string;
  /** Counts from 1; the file as first sealed is generation 0. */
  generation: number;
  /** SHA-256 of the new file, in hex. */
  digest: string;
  /** Identifies the set of keys, by the vault's digest. */
  recipients: string;
}

/** The sealed files of all machines, byte for byte. */
interface SealedTable extends Omit<Row, 'id'> {
  siret: string;
  credential_id: string;
  /** As in `reseals`; 0 for the file as first sealed. */
  generation: number;
  /** SHA-256 of the bytes, in hex. */
  digest: string;
  bytes: Uint8Array;
}

/** The application names that a SIRET has intended, except unsuccessful declarations. */
interface ApplicationNamesTable extends Omit<Row, 'id'> {
  /** The name as the portal may compare it, in lower case. */
  key: string;
  name: string;
  siret: string;
}

/** Settings common to all machines: the latest row of each name counts. */
interface SharedSettingsTable {
  id: Generated<number>;
  at: string;
  run: string;
  name: string;
  value: string;
}

/** Test rows that prove that the database stores data; deleted once they are read back. */
interface CanariesTable {
  id: string;
  bytes: Uint8Array;
}
