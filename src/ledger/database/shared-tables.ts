import { sql, type Kysely } from 'kysely';
import { nameKey } from '../../domain/application-name.ts';
import type { SealedCredential } from '../../domain/credential.ts';
import type { Enrolment } from '../../domain/enrolment.ts';
import { RaccordError } from '../../errors/raccord-error.ts';
import type { LedgerEvent, EventKind } from '../../domain/ledger-event.ts';
import type { Siret } from '../../domain/siret.ts';
import { ENDS_A_NAME } from '../intended-names.ts';
import { rowOf, type JournalPlace } from '../journals/journal.ts';
import type { LedgerSchema } from './schema.ts';
import type { OperationState } from '../../domain/operation.ts';
import { holderOf, type LeaseRow } from '../lease/lease-row.ts';

type Transaction = Kysely<LedgerSchema>;

/** The identity of one sealed file. */
export type SealedName = Pick<SealedCredential, 'id' | 'digest' | 'generation'>;

/** Reads a sealed file on this machine's disk, and verifies that it is unchanged. */
export type ReadSealed = (siret: Siret, credential: SealedName) => Promise<Uint8Array>;

/** A sealed file stored in the database. */
export interface SealedCopy {
  readonly siret: Siret;
  readonly id: string;
  readonly generation: number;
  readonly digest: string;
}

/** Serializes the transactions that record events of a SIRET. */
export async function lockSiret(transaction: Transaction, key: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(transaction);
}

/** Records, in an event's transaction, the data that machines must not contradict. */
export async function recordShared(
  transaction: Transaction,
  place: JournalPlace,
  { siret }: Enrolment,
  { stream, event }: LedgerEvent,
  bytes: Uint8Array | undefined,
): Promise<void> {
  if ('credential' in event) await keepSealed(transaction, place, siret, event.credential, bytes);
  if (event.kind === 'intended' && 'credentialId' in event) {
    await expectSealed(transaction, place.portal, siret, event.credentialId);
  }
  if (stream !== 'connection') return;
  if (event.kind === 'intended')
    await reserveName(transaction, place, siret, event.applicationName);
  else if (ENDS_A_NAME.includes(event.kind)) await releaseNames(transaction, place.portal, siret);
}

/**
 * Stores the bytes of a sealed file; the same file may be stored again.
 * @throws Error if another file has its name.
 */
export async function keepSealed(
  transaction: Transaction,
  place: JournalPlace,
  siret: Siret,
  { id, digest, generation = 0 }: SealedName,
  bytes: Uint8Array | undefined,
): Promise<void> {
  if (bytes === undefined) throw new Error(`${id}: its sealed file was not read`);
  const key = { portal: place.portal, siret, credential_id: id, generation };
  const row = { ...(await rowOf(place, transaction)), ...key, digest, bytes };
  await transaction
    .insertInto('sealed')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const kept = await transaction
    .selectFrom('sealed')
    .select('digest')
    .where((is) => is.and(key))
    .executeTakeFirst();
  if (kept?.digest !== digest) throw new Error(`${id}: another file is kept under its name`);
}

async function expectSealed(
  transaction: Transaction,
  portal: string,
  siret: Siret,
  id: string,
): Promise<void> {
  const row = await transaction
    .selectFrom('sealed')
    .select('digest')
    .where((is) => is.and({ portal, siret, credential_id: id }))
    .executeTakeFirst();
  if (row === undefined) throw new Error(`${id}: intended without its sealed file`);
}

/** @throws RaccordError APPLICATION_NAME_TAKEN if another SIRET has it. */
async function reserveName(
  transaction: Transaction,
  place: JournalPlace,
  siret: Siret,
  name: string,
): Promise<void> {
  const row = { ...(await rowOf(place, transaction)), key: nameKey(name), name, siret };
  const { numInsertedOrUpdatedRows } = await transaction
    .insertInto('application_names')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .columns(['portal', 'key'])
        .doUpdateSet(row)
        .where('application_names.siret', '=', siret),
    )
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows !== 1n) throw new RaccordError('APPLICATION_NAME_TAKEN', { name });
}

async function releaseNames(transaction: Transaction, portal: string, siret: Siret): Promise<void> {
  await transaction
    .deleteFrom('application_names')
    .where((is) => is.and({ portal, siret }))
    .execute();
}

/** Reads which file of each credential is current, for one portal or one SIRET of it. */
export async function listSealed(
  database: Kysely<LedgerSchema>,
  portal: string,
  siret?: Siret,
): Promise<SealedCopy[]> {
  const all = database
    .selectFrom('sealed')
    .distinctOn(['siret', 'credential_id'])
    .select(['siret', 'credential_id as id', 'generation', 'digest'])
    .where('portal', '=', portal)
    .orderBy('siret')
    .orderBy('credential_id')
    .orderBy('generation', 'desc');
  const rows = await (siret === undefined ? all : all.where('siret', '=', siret)).execute();
  // Only validated SIRETs are ever written.
  return rows.map((row) => ({ ...row, siret: row.siret as Siret }));
}

/** Reads the bytes of a sealed file. */
export async function readSealedBytes(
  database: Kysely<LedgerSchema>,
  portal: string,
  { siret, id, generation }: SealedCopy,
): Promise<Uint8Array> {
  const { bytes } = await database
    .selectFrom('sealed')
    .select('bytes')
    .where((is) => is.and({ portal, siret, credential_id: id, generation }))
    .executeTakeFirstOrThrow();
  return bytes;
}

const WITH_RUN = [
  ...(['steps', 'events', 'sign_ins', 'deliveries', 'verifications', 'reseals'] as const),
  ...(['application_names', 'shared_settings'] as const),
] as const;

/** Reads all data that one run has written into the database, except the sealed bytes, as text. */
export async function readRowsOfRun(database: Kysely<LedgerSchema>, run: string): Promise<string> {
  const own = await Promise.all([
    database.selectFrom('runs').selectAll().where('id', '=', run).execute(),
    database
      .selectFrom('sealed')
      .select(['at', 'portal', 'siret', 'credential_id', 'digest'])
      .where('run', '=', run)
      .execute(),
    ...WITH_RUN.map((table) =>
      database.selectFrom(table).selectAll().where('run', '=', run).execute(),
    ),
  ]);
  return JSON.stringify(own);
}

/** States from the sealed credential until the portal's list is read, while its run continues. */
const UNDER_WAY: readonly OperationState[] = ['sealed', 'intended', 'accepted'];

const BEGIN_OR_GO_ON: readonly EventKind[] = ['sealed', 'intended', 'accepted'];

/**
 * Checks that no other run is writing the SIRET under another account's lease: it may be about to
 * click, so that an absence from the portal's list is not final yet.
 * @throws RaccordError SIRET_LOCKED while that run's lease is held.
 */
export async function expectNotWrittenElsewhere(
  transaction: Kysely<LedgerSchema>,
  place: JournalPlace,
  { siret, connection, account, renewals }: Enrolment,
): Promise<void> {
  const writes = [connection, account, ...renewals];
  if (!writes.some(({ operation }) => UNDER_WAY.includes(operation.state))) return;
  const { portal, runId } = place;
  const at = (await place.now(transaction)).toISOString();
  const { rows } = await sql<LeaseRow>`
    select leases.* from leases where holder <> '' and expires_at > ${at} and run <> ${runId}
      and run = (
        select run from events
        where portal = ${portal} and siret = ${siret} and event in (${sql.join(BEGIN_OR_GO_ON)})
        order by id desc limit 1
      )`.execute(transaction);
  const [other] = rows;
  if (other !== undefined) throw new RaccordError('SIRET_LOCKED', { holder: holderOf(other) });
}
