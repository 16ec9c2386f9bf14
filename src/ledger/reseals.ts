import type { Kysely } from 'kysely';
import type { SealedCredential } from '../domain/enrolment.ts';
import { rowOf, type JournalPlace } from './journal.ts';
import type { LedgerSchema } from './schema.ts';

/** A sealed file that was encrypted anew, to other keys. */
export interface Reseal {
  readonly credentialId: string;
  /** Counts from 1. */
  readonly generation: number;
  /** SHA-256 of the new file, in hex. */
  readonly digest: string;
}

/** Which sealed files took the place of those that were sealed first. */
export class ResealJournal {
  readonly #place: JournalPlace;

  constructor(place: JournalPlace) {
    this.#place = place;
  }

  async record({ credentialId, generation, digest }: Reseal): Promise<void> {
    const row = { ...rowOf(this.#place), credential_id: credentialId, generation, digest };
    await this.#place.database.insertInto('reseals').values(row).execute();
  }
}

/** The latest reseal of each credential, by its id. */
export async function readReseals(
  database: Kysely<LedgerSchema>,
  portal: string,
): Promise<ReadonlyMap<string, Reseal>> {
  const rows = await database
    .selectFrom('reseals')
    .selectAll()
    .where('portal', '=', portal)
    .orderBy('id')
    .execute();
  return new Map(
    rows.map(({ credential_id: credentialId, generation, digest }) => [
      credentialId,
      { credentialId, generation, digest },
    ]),
  );
}

/** The credential with the file that holds it now. */
export function asResealed(
  credential: SealedCredential,
  reseals: ReadonlyMap<string, Reseal>,
): SealedCredential {
  const reseal = reseals.get(credential.id);
  if (reseal === undefined) return credential;
  return { ...credential, digest: reseal.digest, generation: reseal.generation };
}
