import type { PortalRow } from '../domain/enrolment.ts';
import type { Ledger } from './ledger.ts';
import type { CredentialEntry } from './transitions.ts';

/** A credential that opens an account, with what the portal's list last said of that account. */
export interface CurrentCredential extends CredentialEntry {
  readonly found?: PortalRow;
}

/**
 * The credentials that are current, by SIRET. A renewal's row counts over the one that the account
 * was first seen with.
 */
export async function currentCredentials(ledger: Ledger): Promise<CurrentCredential[]> {
  const entries = await ledger.credentials();
  const enrolments = await ledger.enrolments();
  const first = new Map(enrolments.map(({ siret, account }) => [siret, account.found]));
  const renewed = new Map<string, PortalRow>();
  for (const { siret, login, event } of await ledger.renewals.entries()) {
    if (event.kind === 'changed') renewed.set(`${siret} ${login}`, event.found);
  }
  return entries
    .filter(({ status }) => status === 'current')
    .map((entry) => {
      const { siret, credential } = entry;
      const found = renewed.get(`${siret} ${credential.login}`) ?? first.get(siret);
      return found === undefined ? entry : { ...entry, found };
    });
}
