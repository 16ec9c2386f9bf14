import type { Siret } from '../../domain/siret.ts';
import { rowOf, type JournalPlace } from './journal.ts';

/**
 * What proofs found that tells of the account itself. A row `account-refused` of an earlier version
 * does not: it may stand for a refusal that named no account, which good ones meet, too.
 */
const TELLING = ['works', 'not-attached', 'account-refused-by-name'] as const;

/** One proof of a credential through the API. */
export interface Verification {
  readonly siret: Siret;
  readonly credentialId: string;
  /** The kind of answer as `src/piste/` tells them apart, or `account-refused-by-name`. */
  readonly outcome: string;
  /** ISO date, where the API gave one. */
  readonly expiresOn?: string;
}

/** Which credential was proven, when, and what the API answered. */
export class VerificationJournal {
  readonly #place: JournalPlace;

  constructor(place: JournalPlace) {
    this.#place = place;
  }

  async record({ siret, credentialId, outcome, expiresOn }: Verification): Promise<void> {
    const row = await rowOf(this.#place);
    await this.#place.database
      .insertInto('verifications')
      .values({
        ...row,
        siret,
        credential_id: credentialId,
        outcome,
        expires_on: expiresOn ?? null,
      })
      .execute();
  }

  /**
   * Reads what the latest proof found that tells of the account: what was met since, such as a
   * platform that was down, does not undo it. Undefined if none did.
   */
  async latestOutcome(credentialId: string): Promise<string | undefined> {
    const { database, portal } = this.#place;
    const row = await database
      .selectFrom('verifications')
      .select('outcome')
      .where('portal', '=', portal)
      .where('credential_id', '=', credentialId)
      .where('outcome', 'in', TELLING)
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row?.outcome;
  }

  /** The latest of each credential, by the credential's id, with its ISO time. */
  async latest(): Promise<ReadonlyMap<string, Verification & { readonly at: string }>> {
    const { database, portal } = this.#place;
    const rows = await database
      .selectFrom('verifications')
      .selectAll()
      .where('portal', '=', portal)
      .orderBy('id')
      .execute();
    return new Map(
      rows.map(({ at, siret, credential_id: credentialId, outcome, expires_on: expiresOn }) => [
        credentialId,
        {
          at,
          siret: siret as Siret,
          credentialId,
          outcome,
          ...(expiresOn !== null && { expiresOn }),
        },
      ]),
    );
  }
}
