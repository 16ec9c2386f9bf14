import type { CredentialEntry } from './transitions.ts';
import type { RenewalEntry } from './renewals.ts';

type Open = { -readonly [Key in keyof CredentialEntry]: CredentialEntry[Key] };

/**
 * The credentials that enrolments sealed and those of renewals, by SIRET and then in the order of
 * sealing. A renewed password takes the place of the account's earlier one only once it is known to
 * have changed; until then the earlier one stays current.
 */
export function withRenewals(
  enrolled: readonly CredentialEntry[],
  renewals: readonly RenewalEntry[],
): CredentialEntry[] {
  const entries: Open[] = enrolled.map((entry) => ({ ...entry }));
  /** By login, the one that the next events are about. */
  const latest = new Map<string, Open>();
  for (const { siret, login, event } of renewals) {
    const key = `${siret} ${login}`;
    const own = latest.get(key);
    switch (event.kind) {
      case 'sealed': {
        if (own?.status === 'captured') own.status = 'abandoned';
        const entry: Open = { siret, credential: event.credential, status: 'captured' };
        latest.set(key, entry);
        entries.push(entry);
        break;
      }
      case 'intended':
      case 'doubted':
        if (own !== undefined) own.status = 'submitted';
        break;
      case 'accepted':
        break;
      case 'changed':
        if (own === undefined) break;
        for (const entry of entries) {
          const isEarlier = entry.siret === siret && entry.credential.login === login;
          if (isEarlier && entry.status === 'current') entry.status = 'replaced';
        }
        own.status = 'current';
        break;
      case 'refused':
      case 'not-changed':
        if (own !== undefined) own.status = 'abandoned';
        break;
    }
  }
  const sirets = [...new Set(entries.map(({ siret }) => siret))];
  return sirets.flatMap((siret) => entries.filter((entry) => entry.siret === siret));
}
