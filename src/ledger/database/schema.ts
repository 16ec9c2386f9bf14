import type { Generated } from 'kysely';
import type { ResourceState } from '../../domain/enrolment.ts';
import type { EndEvent, EventKind, Resource, Stream } from '../../domain/ledger-event.ts';
import type { QueueTables } from '../../queue/queue-tables.ts';

/**
 * The ledger's tables. All but `runs`, `leases`, `application_names`, `canaries` and those of the queue
 * are append-only: triggers refuse to change or delete a row. `sealed`, `shared_settings`, `application_names`,
 * `canaries` and those of the queue are in a shared database alone. Times are ISO texts in UTC, so that
 * they sort as they are.
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

/** What each row of most tables begins with. */
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
  /** How many SIRETs it worked on, as JSON; null where it does not work on any, or did not come to its end. */
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

/** Everything that happens to a SIRET, in one order: docs/ledger.md. */
interface EventsTable extends Row {
  siret: string;
  stream: Stream;
  /** The login of the account whose password is renewed; empty in the other streams. */
  subject: string;
  event: EventKind | EndEvent['kind'];
  /** What belongs to the event, as JSON. */
  data: string;
  /** How both halves stand after it, for a person who looks. */
  connection: ResourceState;
  account: ResourceState;
}

/** What happened to halves before there was `events`, in the words of then; only read. */
interface TransitionsTable extends Row {
  siret: string;
  half: Resource;
  event: string;
  state: string;
  data: string;
}

/** `code-sent`: a one-time code was used; its counter is kept so that none is ever sent twice. */
export type SignInOutcome = 'accepted' | 'refused' | 'code-sent' | 'code-refused' | 'confirmed';

interface SignInsTable extends Row {
  login: string;
  outcome: SignInOutcome;
  totp_counter: number | null;
}

interface LeasesTable {
  name: string;
  /** Drawn anew at each acquisition; empty where the lease was given back. */
  holder: string;
  pid: number;
  host: string;
  /** What tells a process from a later one with the same pid; null where the system does not say. */
  process_start: string | null;
  /** raccord's command; null where it is not known. */
  command: string | null;
  /** Grows at each acquisition, never goes back. */
  fence: number;
  acquired_at: string;
  renewed_at: string;
  expires_at: string;
  /** The run that holds it; in a shared database alone. */
  run?: string | null;
}

/** What happened to renewals before there was `events`, in the words of then; only read. */
interface RenewalsTable extends Row {
  siret: string;
  login: string;
  event: string;
  state: string;
  data: string;
}

export type DeliveryOutcome = 'delivered' | 'failed';

/** One attempt to hand a credential to a sink. */
interface DeliveriesTable extends Row {
  siret: string;
  credential_id: string;
  /** The sink's name, with what makes it another one (`folder:/srv/keys`). */
  sink: string;
  outcome: DeliveryOutcome;
  /** Why it failed; never what the sink was given. */
  message: string | null;
}

/** One proof of a credential through the API. */
interface VerificationsTable extends Row {
  siret: string;
  credential_id: string;
  /**
   * The kind of answer, as `src/piste/` tells them apart; `account-refused-by-name` for a refusal that
   * named login or password, where rows of earlier versions have `account-refused` for any.
   */
  outcome: string;
  /** ISO date, where the API gave one. */
  expires_on: string | null;
}

/** A sealed file that was encrypted anew, to other keys. */
interface ResealsTable extends Row {
  credential_id: string;
  /** Counts from 1; the file as it was first sealed is generation 0. */
  generation: number;
  /** SHA-256 of the new file, in hex. */
  digest: string;
  /** Tells to which set of keys, as the vault marks it. */
  recipients: string;
}

/** The sealed files of all machines, byte for byte. */
interface SealedTable extends Omit<Row, 'id'> {
  siret: string;
  credential_id: string;
  /** As in `reseals`; 0 for the file as it was first sealed. */
  generation: number;
  /** SHA-256 of the bytes, in hex. */
  digest: string;
  bytes: Uint8Array;
}

/** The application names that a SIRET has intended and that did not come to nothing. */
interface ApplicationNamesTable extends Omit<Row, 'id'> {
  /** The name as the portal may see it, in lower case. */
  key: string;
  name: string;
  siret: string;
}

/** What must be the same on all machines: the latest row of each name counts. */
interface SharedSettingsTable {
  id: Generated<number>;
  at: string;
  run: string;
  name: string;
  value: string;
}

/** Rows that show that the database keeps what it is given; gone once they were read back. */
interface CanariesTable {
  id: string;
  bytes: Uint8Array;
}
