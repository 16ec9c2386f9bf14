import type { PauseReason, RowReason, RowState } from '../domain/account-queue.ts';

/** The tables of the queue, in the schema of a ledger that several machines share. */
export interface QueueTables {
  queue_rows: QueueRowsTable;
  queue_accounts: QueueAccountsTable;
  queue_workers: QueueWorkersTable;
}

/** A SIRET that is to be enrolled; one on each portal. */
interface QueueRowsTable {
  portal: string;
  siret: string;
  /** Of the administrator who enrols it. */
  login: string;
  /** An `EnrolmentRequest` as JSON. */
  request: string;
  /** Its place in the roster. */
  position: number;
  state: RowState;
  /** Why it failed or is parked. */
  reason: RowReason | null;
  /** How many workers vanished while they worked on it. */
  lost_workers: number;
  /** Of the worker that works on it, or last did. */
  worker: string | null;
  /** Of the lease under which that worker took it. */
  fence: number | null;
  queued_at: string;
  /** Since when it is in this state. */
  since: string;
}

/** What is special about an account. */
interface QueueAccountsTable {
  portal: string;
  login: string;
  paused_at: string | null;
  paused_reason: PauseReason | null;
  /** Null where the pause lasts until a person ends it. */
  paused_until: string | null;
  /** The host on which a person signed in; null where any machine can. */
  pinned_to: string | null;
}

/** A worker that has not ended, as far as is known. */
interface QueueWorkersTable {
  id: string;
  host: string;
  pid: number;
  version: string;
  started_at: string;
  /** When it last looked for work or took a row. */
  seen_at: string;
  /** True once a person asked it to end after the row it works on. */
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
