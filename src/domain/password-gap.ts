import { mayBeValid, type SealedCredential } from './credential.ts';
import { credentialsOf, currentCredential, type Enrolment } from './enrolment.ts';

/**
 * The problem with the password of an account on the portal. The words are part of the `--json`
 * contract.
 * - `missing`: no password kept here opens the account;
 * - `doubtful`: a password is kept, but it is not known to open the account.
 */
export type PasswordGap = 'missing' | 'doubtful';

/**
 * Returns the problem with a SIRET's account password; undefined if the current one is kept. Pure.
 * @param logins the logins on the list; undefined if the list was not read now.
 * @param isThere checks whether a credential's sealed file is in the vault.
 */
export function passwordGap(
  enrolment: Enrolment,
  logins: readonly string[] | undefined,
  isThere: (credential: SealedCredential) => boolean,
): PasswordGap | undefined {
  const kept = credentialsOf(enrolment).filter(
    ({ status, credential }) =>
      mayBeValid(status) && logins?.includes(credential.login) !== false && isThere(credential),
  );
  if (kept.some(({ status }) => status === 'current')) return undefined;
  return kept.length > 0 ? 'doubtful' : 'missing';
}

/** Returns the same for an account known to the ledger; undefined while a write to it is open. */
export function knownPasswordGap(
  enrolment: Enrolment,
  isThere: (credential: SealedCredential) => boolean,
): PasswordGap | undefined {
  const { state } = enrolment.account;
  return state === 'existing' || state === 'done'
    ? passwordGap(enrolment, undefined, isThere)
    : undefined;
}

/** Returns the id of the current credential if it is of that account; its file may be gone. */
export function knownCredentialId(enrolment: Enrolment, login: string): string | undefined {
  const known = currentCredential(enrolment)?.credential;
  return known?.login === login ? known.id : undefined;
}
