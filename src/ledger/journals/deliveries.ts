import type { Siret } from '../../domain/siret.ts';
import { rowOf, type JournalPlace } from './journal.ts';
import type { DeliveryOutcome } from '../database/schema.ts';

/** One attempt to deliver a credential to a sink. */
export interface Delivery {
  readonly siret: Siret;
  readonly credentialId: string;
  /** The sink's name, with the settings that identify it. */
  readonly sink: string;
  readonly outcome: DeliveryOutcome;
  /** The reason of a failure; never the data that the sink received. */
  readonly message?: string;
}

/** A journal of the deliveries of credentials to sinks. */
export class DeliveryJournal {
  readonly #place: JournalPlace;

  constructor(place: JournalPlace) {
    this.#place = place;
  }

  async record({ siret, credentialId, sink, outcome, message }: Delivery): Promise<void> {
    const row = await rowOf(this.#place);
    await this.#place.database
      .insertInto('deliveries')
      .values({
        ...row,
        siret,
        credential_id: credentialId,
        sink,
        outcome,
        message: message ?? null,
      })
      .execute();
  }

  /** Reads every attempt, oldest first, with its ISO time. */
  async all(): Promise<(Delivery & { readonly at: string })[]> {
    const { database, portal } = this.#place;
    const rows = await database
      .selectFrom('deliveries')
      .selectAll()
      .where('portal', '=', portal)
      .orderBy('id')
      .execute();
    return rows.map(({ at, siret, credential_id: credentialId, sink, outcome, message }) => ({
      at,
      siret: siret as Siret,
      credentialId,
      sink,
      outcome,
      message: message ?? undefined,
    }));
  }
}
