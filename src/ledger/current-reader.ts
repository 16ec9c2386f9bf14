import { sql } from 'kysely';
import { currentCredentials, type CurrentCredential } from './current-credentials.ts';
import type { Ledger } from './ledger.ts';

/**
 * Finds current credentials as they are at that moment: while one process hands them over or waits,
 * another may renew one or seal it to other keys.
 */
export class CurrentReader {
  readonly #ledger: Ledger;
  /** What SQLite counts up whenever another connection has written. */
  #version: number | undefined;
  #byId: ReadonlyMap<string, CurrentCredential> = new Map();

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** Undefined where the credential is not current (any more). */
  async find(credentialId: string): Promise<CurrentCredential | undefined> {
    const { rows } = await sql<{
      data_version: number;
    }>`pragma data_version`.execute(this.#ledger.database);
    const version = rows[0]?.data_version;
    if (version === undefined || version !== this.#version) {
      const entries = await currentCredentials(this.#ledger);
      this.#byId = new Map(entries.map((entry) => [entry.credential.id, entry]));
      this.#version = version;
    }
    return this.#byId.get(credentialId);
  }
}
