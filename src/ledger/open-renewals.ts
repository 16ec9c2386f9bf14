import { HALVES, type Enrolment } from '../domain/enrolment.ts';
import { renewalAwaitsReading } from '../domain/renewal.ts';
import type { Siret } from '../domain/siret.ts';
import type { Ledger } from './ledger.ts';
import type { AccountRenewal } from './renewals.ts';

/** The renewals whose click may have happened with a result that is not known yet, by SIRET. */
export async function openRenewals(ledger: Ledger): Promise<Map<Siret, AccountRenewal[]>> {
  const open = new Map<Siret, AccountRenewal[]>();
  for (const renewal of await ledger.renewals.standings()) {
    if (!renewalAwaitsReading(renewal.standing.state)) continue;
    open.set(renewal.siret, [...(open.get(renewal.siret) ?? []), renewal]);
  }
  return open;
}

/** True where a person has to look what became of a half, or of a password that was to be renewed. */
export function isDoubtful(enrolment: Enrolment, renewals: readonly AccountRenewal[]): boolean {
  return (
    HALVES.some((half) => enrolment[half].state === 'doubtful') ||
    renewals.some(({ standing }) => standing.state === 'doubtful')
  );
}
