import type { PortalRow } from './portal-row.ts';
import type { Siret } from './siret.ts';

/** The metadata of a sealed credential, available without opening it. */
export interface SealedCredential {
  readonly id: string;
  readonly login: string;
  /** SHA-256 of the sealed file, in hex. */
  readonly digest: string;
  /** HMAC-SHA256 of the password (hex): compares delivery and capture without the secret. */
  readonly fingerprint: string;
  /** ISO time of the capture. */
  readonly capturedAt: string;
  /** The number of later encryptions to other keys; absent if there were none. */
  readonly generation?: number;
}

/**
 * The status of a sealed credential. The words are part of the `--json` contract.
 * - `captured`: sealed, no intent yet, and still the latest;
 * - `submitted`: not known, or no longer known, to open an account;
 * - `unproven`: its account is listed but may be someone else's: neither delivered nor exported
 *   unless that is requested;
 * - `current`: opens the SIRET's account. A SIRET has at most one;
 * - `replaced`: opened its account until the password was renewed;
 * - `abandoned`: never took effect, or a later account replaced its account.
 */
export type CredentialStatus =
  'captured' | 'submitted' | 'unproven' | 'current' | 'replaced' | 'abandoned';

/** A sealed credential with its SIRET and its status. */
export interface CredentialEntry {
  readonly siret: Siret;
  readonly credential: SealedCredential;
  readonly status: CredentialStatus;
  /** Whether a renewal sealed it: such a password works at once, a new account's does not. */
  readonly isRenewal: boolean;
  /** The latest row of its account in the portal's list. */
  readonly found?: PortalRow;
}

/** Checks whether a credential opens or may open an account: its file must not be lost. */
export function mayBeValid(status: CredentialStatus): boolean {
  return status === 'current' || status === 'unproven' || status === 'submitted';
}
