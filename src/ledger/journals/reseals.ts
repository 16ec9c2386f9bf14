import type { Kysely } from 'kysely';
import type { SealedCredential } from '../../domain/credential.ts';
import type { Siret } from '../../domain/siret.ts';
import type { LedgerBackend } from '../database/backend.ts';
import { assertLeaseHeld, type LeaseClaim } from '../lease/lease-row.ts';
import { rowOf, type JournalPlace } from './journal.ts';
import type { LedgerSchema } from '../database/schema.ts';
import { keepSealed, type ReadSealed } from '../database/shared-tables.ts';

/** A sealed file that was resealed to other keys. */
export interface Reseal {
  readonly credentialId: string;
  /** Counts from 1. */
  readonly generation: number;
  /** SHA-256 of the new file, in hex. */
  readonly digest: string;
  /** Identifies the set of keys, by the vault's digest. */
  readonly recipients: string;
}

interface ResealPlace extends JournalPlace {
  readonly backend: LedgerBackend;
}

interface ResealOptions {
  readonly lease?: LeaseClaim;
  readonly readSealed?: ReadSealed;
}

/** A journal of the sealed files that replaced the original ones. */
export class ResealJournal {
  readonly #place: ResealPlace;
  readonly #options: ResealOptions;

  constructor(place: ResealPlace, options: ResealOptions) {
    this.#place = place;
    this.#options = options;
  }

  /**
   * Records a file on the disk as the credential's current one.
   * @param siret the credential's SIRET.
   * @throws RaccordError LEASE_LOST; Error if a later file is already current.
   */
  async record(
    siret: Siret,
    { credentialId, generation, digest, recipients }: Reseal,
  ): Promise<void> {
    const { backend, database, portal } = this.#place;
    const { lease, readSealed } = this.#options;
    const file = { id: credentialId, generation, digest };
    const bytes = backend.isShared ? await readSealed?.(siret, file) : undefined;
    await database.transaction().execute(async (transaction) => {
      if (lease !== undefined) await assertLeaseHeld(backend, transaction, lease);
      const latest = (await readReseals(transaction, portal, [credentialId])).get(credentialId);
      if (latest !== undefined && latest.generation >= generation) {
        throw new Error(`${credentialId}: ${latest.generation} counts already`);
      }
      const reseal = { credential_id: credentialId, generation, digest, recipients };
      await transaction
        .insertInto('reseals')
        .values({ ...(await rowOf(this.#place, transaction)), ...reseal })
        .execute();
      if (backend.isShared) await keepSealed(transaction, this.#place, siret, file, bytes);
    });
  }

  /** Reads the latest reseal of each credential, by its id. */
  latest(): Promise<ReadonlyMap<string, Reseal>> {
    return readReseals(this.#place.database, this.#place.portal, 'all');
  }
}

/** Reads the latest reseal of each of these credentials, by its id. */
export async function readReseals(
  database: Kysely<LedgerSchema>,
  portal: string,
  credentialIds: 'all' | readonly string[],
): Promise<ReadonlyMap<string, Reseal>> {
  if (credentialIds.length === 0) return new Map();
  const all = database.selectFrom('reseals').selectAll().where('portal', '=', portal);
  const wanted = credentialIds === 'all' ? all : all.where('credential_id', 'in', credentialIds);
  const rows = await wanted.orderBy('id').execute();
  return new Map(
    rows.map(({ credential_id: credentialId, generation, digest, recipients }) => [
      credentialId,
      { credentialId, generation, digest, recipients },
    ]),
  );
}

/** Returns the credential with its current file. */
export function asResealed(
  credential: SealedCredential,
  reseals: ReadonlyMap<string, Reseal>,
): SealedCredential {
  const reseal = reseals.get(credential.id);
  if (reseal === undefined) return credential;
  return { ...credential, digest: reseal.digest, generation: reseal.generation };
}
