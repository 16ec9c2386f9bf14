import type { ColumnDefinitionBuilder, Kysely, Migration } from 'kysely';
import type { LedgerSchema } from './schema.ts';

/** The differences between a ledger in one machine's file and one in a shared database. */
export interface LedgerBackend {
  readonly database: Kysely<LedgerSchema>;
  /** The file, or the database without its password, for messages. */
  readonly place: string;
  /** True if other machines work on it: their processes and clocks are unknown. */
  readonly isShared: boolean;
  /**
   * Returns the time for leases and settle windows, the same on every machine.
   * @param database the current transaction, if any.
   */
  now(database?: Kysely<LedgerSchema>): Promise<Date>;
  /** Returns a text that changes whenever another process has recorded something. */
  version(): Promise<string>;
  /** Checks durability more thoroughly than opening does. */
  check(): Promise<LedgerCheck>;
}

export interface LedgerCheck {
  readonly isSafe: boolean;
  /** The findings, the same in all languages. */
  readonly found: string;
}

/** The SQL syntax that differs between the two databases. */
export interface SchemaWords {
  /** Makes a column the key that numbers the rows. */
  readonly numbered: (column: ColumnDefinitionBuilder) => ColumnDefinitionBuilder;
  /** The function that returns the later of two texts. */
  readonly later: 'max' | 'greatest';
  /** Returns the statements that make a table append-only. */
  readonly forbidChange: (table: string) => readonly string[];
  /** Migrations of this database only, by name. */
  readonly own: Readonly<Record<string, Migration>>;
}
