import { sql, type Kysely } from 'kysely';
import type { Enrolment } from '../../domain/enrolment.ts';
import { RaccordError } from '../../errors/raccord-error.ts';
import type { EventKind } from '../../domain/ledger-event.ts';
import type { OperationState } from '../../domain/operation.ts';
import type { JournalPlace } from '../journals/journal.ts';
import { holderOf, type LeaseRow } from './lease-row.ts';
import type { LedgerSchema } from '../database/schema.ts';

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
