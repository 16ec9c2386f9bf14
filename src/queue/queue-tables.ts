import type { PauseReason, RowReason, RowState } from '../domain/account-queue.ts';

/** The tables of the queue, in the schema of a ledger that several machines share. */
export interface QueueTables {
  queue_rows: QueueRowsTable;
  queue_accounts: QueueAccountsTable;
  queue_workers: QueueWorkersTable;
}

/** A SIRET to enrol; one row per portal. */
interface QueueRowsTable {
  portal: string;
  siret: string;
  /** The login of the administrator who enrols it. */
  login: string;
  /** An `EnrolmentRequest` as JSON. */
  request: string;
  /** Its position in the roster. */
  position: number;
  state: RowState;
  /** The reason if it failed or is parked. */
  reason: RowReason | null;
  /** Number of workers that vanished while working on it. */
  lost_workers: number;
  /** The id of the worker that works on it, or last did. */
  worker: string | null;
  /** The fence of the lease under which that worker took it. */
  fence: number | null;
  queued_at: string;
  /** The time at which it entered this state. */
  since: string;
}

/** The pause of an account, and the host it is pinned to. */
interface QueueAccountsTable {
  portal: string;
  login: string;
  paused_at: string | null;
  paused_reason: PauseReason | null;
  /** Null if the pause lasts until a person ends it. */
  paused_until: string | null;
  /** The host on which a person signed in; null if any machine can. */
  pinned_to: string | null;
}

/** A worker that has not ended, as far as known. */
interface QueueWorkersTable {
  id: string;
  host: string;
  pid: number;
  version: string;
  started_at: string;
  /** Time of its last search for work or taken row. */
  seen_at: string;
  /** True once a person asked it to end after its current row. */
  drains: boolean;
}

export const CREATE_QUEUE_TABLES = [
  `create table queue_rows (
    portal text not null, siret text not null, login text not null, request text not null,
    position integer not null, state text not null, reason text,
    lost_workers integer not null default 0, worker text, fence integer,
    queued_at text not null, since text not null, primary key (portal, siret))`,
  'create index queue_rows_by_account on queue_rows (portal, login, state)',
  `create table queue_accounts (
    portal text not null, login text not null, paused_at text, paused_reason text,
    paused_until text, pinned_to text, primary key (portal, login))`,
  `create table queue_workers (
    id text primary key, host text not null, pid integer not null, version text not null,
    started_at text not null, seen_at text not null, drains boolean not null)`,
] as const;
