import { mayBeValid, type SealedCredential } from './credential.ts';
import { credentialsOf, currentCredential, type Enrolment } from './enrolment.ts';

/**
 * What lacks of the password of an account that the portal shows. The words are part of the `--json`
 * contract.
 * - `missing`: nothing that is kept here opens the account;
 * - `doubtful`: a password is kept, and whether it opens the account is not known.
 */
export type PasswordGap = 'missing' | 'doubtful';

/**
 * What lacks of the password of a SIRET's account; undefined if the current one is kept here. Pure.
 * @param logins of the accounts that the list shows; undefined if it was not read now.
 * @param isThere whether a credential's sealed file is in the vault.
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

/** The same of an account as the ledger knows it; undefined too while a write of ours is open on it. */
export function knownPasswordGap(
  enrolment: Enrolment,
  isThere: (credential: SealedCredential) => boolean,
): PasswordGap | undefined {
  const { state } = enrolment.account;
  return state === 'existing' || state === 'done'
    ? passwordGap(enrolment, undefined, isThere)
    : undefined;
}

/** The id of the current credential, if it is of that account; its file may be gone. */
export function knownCredentialId(enrolment: Enrolment, login: string): string | undefined {
  const known = currentCredential(enrolment)?.credential;
  return known?.login === login ? known.id : undefined;
}
