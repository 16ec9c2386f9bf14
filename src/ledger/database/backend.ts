import type { ColumnDefinitionBuilder, Kysely, Migration } from 'kysely';
import type { LedgerSchema } from './schema.ts';

/** What differs between a ledger in a file of one machine and one in a database that several share. */
export interface LedgerBackend {
  readonly database: Kysely<LedgerSchema>;
  /** The file, or the database without its password, for messages. */
  readonly place: string;
  /** True if other machines work on it: nothing is known of their processes, nor of their clocks. */
  readonly isShared: boolean;
  /**
   * Returns the time by which leases and settle windows are counted, on every machine the same.
   * @param database the transaction that asks, if there is one.
   */
  now(database?: Kysely<LedgerSchema>): Promise<Date>;
  /** Reads a text that changes whenever another process has recorded something. */
  version(): Promise<string>;
  /** Looks more closely than opening does whether what is recorded stays. */
  check(): Promise<LedgerCheck>;
}

export interface LedgerCheck {
  readonly isSafe: boolean;
  /** Facts, the same in all languages. */
  readonly found: string;
}

/** The words of SQL that the two databases do not share. */
export interface SchemaWords {
  /** Makes a column the key by which rows are numbered. */
  readonly numbered: (column: ColumnDefinitionBuilder) => ColumnDefinitionBuilder;
  /** The function that returns the later of two texts. */
  readonly later: 'max' | 'greatest';
  /** Returns what makes a table append-only. */
  readonly forbidChange: (table: string) => readonly string[];
  /** Migrations of this database alone, by their names. */
  readonly own: Readonly<Record<string, Migration>>;
}
