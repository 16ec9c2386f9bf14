import type { PortalRow } from './portal-row.ts';
import type { Siret } from './siret.ts';

/** What is known of a sealed credential without opening it. */
export interface SealedCredential {
  readonly id: string;
  readonly login: string;
  /** SHA-256 of the sealed file, in hex. */
  readonly digest: string;
  /** Keyed fingerprint (HMAC-SHA256, hex) of the password: "delivered = captured" without the secret. */
  readonly fingerprint: string;
  /** ISO time of the capture. */
  readonly capturedAt: string;
  /** How often it was encrypted again since, to other keys; absent if never. */
  readonly generation?: number;
}

/**
 * What a sealed credential is worth. The words are part of the `--json` contract.
 * - `captured`: sealed, no intent yet, and still the latest;
 * - `submitted`: whether it opens an account is not known yet, or not any more;
 * - `unproven`: the list shows its account, which another hand may have made: neither delivered nor
 *   exported unless that is asked for;
 * - `current`: it opens the SIRET's account. A SIRET has at most one;
 * - `replaced`: it opened its account until the password was renewed;
 * - `abandoned`: it was never made real, or a later account took its account's place.
 */
export type CredentialStatus =
  'captured' | 'submitted' | 'unproven' | 'current' | 'replaced' | 'abandoned';

/** A credential that was sealed, whose it is and what it is worth. */
export interface CredentialEntry {
  readonly siret: Siret;
  readonly credential: SealedCredential;
  readonly status: CredentialStatus;
  /** True if a renewal sealed it: such a password works at once, a new account's does not. */
  readonly isRenewal: boolean;
  /** What the portal's list last showed of its account. */
  readonly found?: PortalRow;
}

/** True for a credential that opens an account or may do so: its file must not be lost. */
export function mayBeValid(status: CredentialStatus): boolean {
  return status === 'current' || status === 'unproven' || status === 'submitted';
}
