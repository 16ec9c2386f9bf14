import type { HalfEvent, SealedCredential } from '../domain/enrolment.ts';

/**
 * What became of a sealed credential:
 * - `captured`: sealed, no intent yet, and still the latest;
 * - `submitted`: its intent is recorded and what became of it is not known;
 * - `current`: the portal's list showed its account, and no later one took its place;
 * - `replaced`: it opened its account until the password was renewed;
 * - `abandoned`: it was never made real, or one of a later account took its place.
 */
export type CredentialStatus = 'captured' | 'submitted' | 'current' | 'replaced' | 'abandoned';

export interface CredentialStanding {
  readonly credential: SealedCredential;
  readonly status: CredentialStatus;
}

/**
 * The credentials that a half's events sealed, in that order. One that was current stays so while
 * another is on its way: an attempt to replace it that fails leaves it as it was.
 */
export function credentialStandings(events: Iterable<HalfEvent>): readonly CredentialStanding[] {
  const standings: { credential: SealedCredential; status: CredentialStatus }[] = [];
  /** The one that the next events are about. */
  let latest: (typeof standings)[number] | undefined;
  for (const event of events) {
    switch (event.kind) {
      case 'sealed':
        if (latest?.status === 'captured') latest.status = 'abandoned';
        latest = { credential: event.credential, status: 'captured' };
        standings.push(latest);
        break;
      case 'intended':
        if (latest !== undefined) latest.status = 'submitted';
        break;
      case 'accepted':
        break;
      case 'seen':
        if (latest === undefined) break;
        for (const standing of standings) standing.status = 'abandoned';
        latest.status = 'current';
        break;
      case 'doubted':
        if (latest !== undefined) latest.status = 'submitted';
        break;
      case 'refused':
        // Still the latest: a reading may show that it was made all the same.
        if (latest !== undefined) latest.status = 'abandoned';
        break;
      case 'imported':
        for (const standing of standings) supersede(standing, event.credential);
        latest = { credential: event.credential, status: 'current' };
        standings.push(latest);
        break;
      case 'not-seen':
      case 'seen-other':
        if (latest !== undefined && latest.status !== 'current') latest.status = 'abandoned';
        latest = undefined;
        break;
      case 'settled-absent':
      case 'absence-confirmed':
        if (latest !== undefined) latest.status = 'abandoned';
        latest = undefined;
        break;
    }
  }
  return standings;
}

/** What becomes of an earlier one when another machine's is imported: of its own account or another. */
function supersede(
  standing: { readonly credential: SealedCredential; status: CredentialStatus },
  { login }: SealedCredential,
): void {
  const isReplaced = standing.status === 'current' && standing.credential.login === login;
  if (standing.status !== 'replaced') standing.status = isReplaced ? 'replaced' : 'abandoned';
}
