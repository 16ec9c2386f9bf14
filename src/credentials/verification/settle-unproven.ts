import { unprovenCredential } from '../../domain/enrolment.ts';
import type { ConfirmationSource } from '../../domain/ledger-event.ts';
import type { Siret } from '../../domain/siret.ts';
import type { Ledger } from '../../ledger/ledger.ts';

/**
 * Records whether the password of an unproven account works, by an API proof or a person's word.
 * Does nothing if that was settled meanwhile.
 */
export async function settleUnproven(
  ledger: Ledger,
  siret: Siret,
  { credentialId, works, by }: { credentialId: string; works: boolean; by: ConfirmationSource },
): Promise<void> {
  const enrolment = await ledger.enrolment(siret);
  const { state, observation } = enrolment.account;
  const { credential, found } = unprovenCredential(enrolment) ?? {};
  if (state !== 'unproven' || credential?.id !== credentialId) return;
  const shown = observation.kind === 'present' ? observation.found : found;
  const row = shown ?? { name: credential.login, state: '' };
  await ledger.record(
    siret,
    'account',
    works ? { kind: 'confirmed', found: row, by } : { kind: 'refuted', by },
  );
}
