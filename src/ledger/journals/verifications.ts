import type { Siret } from '../../domain/siret.ts';
import { rowOf, type JournalPlace } from './journal.ts';

/**
 * Outcomes that say something about the account itself. A row `account-refused` of an earlier
 * version does not: the refusal may have named no account, which valid credentials also get.
 */
const TELLING = ['works', 'not-attached', 'account-refused-by-name'] as const;

/** One verification of a credential through the API. */
export interface Verification {
  readonly siret: Siret;
  readonly credentialId: string;
  /** The kind of answer as defined in `src/piste/`, or `account-refused-by-name`. */
  readonly outcome: string;
  /** ISO date, if the API gave one. */
  readonly expiresOn?: string;
}

/** A journal of the credentials' verifications and the API's answers. */
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
   * Reads the latest outcome that says something about the account: later faults, such as an
   * unavailable platform, do not override it. Returns `undefined` if there is no such outcome.
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

  /** Reads the latest of each credential, by the credential's id, with its ISO time. */
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
          expiresOn: expiresOn ?? undefined,
        },
      ]),
    );
  }
}
