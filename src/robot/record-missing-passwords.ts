import type { PlannedEnrolment } from '../domain/planned-enrolment.ts';
import type { Ledger } from '../ledger/ledger.ts';

/**
 * Records the accounts of a plan whose password is missing, so that `status` and metrics include
 * them although nothing was to be done.
 */
export async function recordMissingPasswords(
  ledger: Ledger,
  plan: readonly PlannedEnrolment[],
): Promise<void> {
  for (const { siret, account } of plan) {
    const { found: name, credential } = account;
    if (name === undefined || credential !== 'missing') continue;
    const { operation, observation } = (await ledger.enrolment(siret)).account;
    const isKnown = observation.kind === 'present' && observation.found.name === name;
    if (operation.state !== 'none' || isKnown) continue;
    await ledger.record(siret, 'account', { kind: 'seen-other', found: { name, state: '' } });
  }
}
