import type { SealedCredential } from './credential.ts';
import { isAccountInDoubt, type Enrolment } from './enrolment.ts';
import type { ConfirmationSource, Subject, WriteEvent } from './ledger-event.ts';
import { writesOf, type PasswordWrite, type PriorOperation } from './operation.ts';
import { expiryAfter } from './portal-date.ts';
import type { PortalRow } from './portal-row.ts';

/** Whether one password opens its account, by an API proof or a person's word. */
export interface PasswordJudgement {
  readonly credentialId: string;
  readonly works: boolean;
  readonly by: ConfirmationSource;
}

/** A password that a proof or a person may settle, and the write that it settles. */
export interface PasswordInDoubt {
  readonly subject: 'account' | { readonly login: string };
  readonly write: PriorOperation<PasswordWrite>;
  /** The credential to try. */
  readonly tested: SealedCredential;
}

/**
 * Returns the passwords in doubt, those of writes kept before a later one included. An account's
 * existence is tested by its latest good password: a renewal replaces the one of its creation.
 */
export function passwordsInDoubt(enrolment: Enrolment): PasswordInDoubt[] {
  const { account, renewals } = enrolment;
  const accounts = writesOf<PasswordWrite>(account.operation)
    .filter(
      (write, index) => write.state === 'unproven' || (index === 0 && isAccountInDoubt(enrolment)),
    )
    .map((write): PasswordInDoubt => {
      return { subject: 'account', write, tested: testedCredential(enrolment, write) };
    });
  const resets = renewals.flatMap(({ login, operation }) =>
    writesOf<PasswordWrite>(operation)
      .filter(({ state }) => state === 'unproven' || state === 'doubtful')
      .map((write): PasswordInDoubt => {
        return { subject: { login }, write, tested: write.what.credential };
      }),
  );
  return [...accounts, ...resets];
}

/** Returns the credential that shows whether the account of a creation is still ours. */
export function testedCredential(
  { sealed }: Enrolment,
  { what: { credential } }: { readonly what: PasswordWrite },
): SealedCredential {
  const since = sealed.slice(sealed.findIndex((one) => one.credential.id === credential.id));
  const good = since.findLast(
    (one) => one.worth === 'good' && one.credential.login === credential.login,
  );
  return good?.credential ?? credential;
}

/**
 * Returns the passwords in doubt that a person may settle by a word on the new or old one: none of
 * an account while a creation whose result is unknown may have made another one, and for an account
 * that was ours, the reset in doubt of its password rather than the account.
 */
export function passwordsToJudge(enrolment: Enrolment): PasswordInDoubt[] {
  const all = passwordsInDoubt(enrolment);
  const isOurs = isAccountInDoubt(enrolment);
  const reset = all.flatMap(({ subject }) => (subject === 'account' ? [] : subject.login));
  return all.filter(({ subject, write, tested }) => {
    if (subject !== 'account') return true;
    const isReset = isOurs && write.state === 'doubtful' && reset.includes(tested.login);
    return !isReset && (isOurs || enrolment.account.state === 'unproven');
  });
}

/**
 * Returns what a person says of passwords by a word on the new or the old one of a write. Pure. An
 * account whose old password works is there, even if a list left it out: that is said first.
 */
export function judgementsByWord(
  enrolment: Enrolment,
  { subject, tested }: PasswordInDoubt,
  works: 'new' | 'old',
): PasswordJudgement[] {
  const word = { credentialId: tested.id, works: works === 'new', by: 'person' } as const;
  if (subject === 'account' || works === 'new') return [word];
  const leftOut = passwordsInDoubt(enrolment).filter(
    (one) => one.subject === 'account' && one.tested.login === tested.login,
  );
  return [
    ...leftOut.map((old) => ({ credentialId: old.tested.id, works: true, by: 'person' }) as const),
    word,
  ];
}

/**
 * Returns what the ledger has to record of a judgement; undefined if it settles nothing. Pure. A
 * reset whose password the API refuses is not settled by that alone: another hand may have changed
 * it since, and the earlier one was not tried.
 */
export function settlementBy(
  enrolment: Enrolment,
  { credentialId, works, by }: PasswordJudgement,
): { readonly subject: Subject; readonly event: WriteEvent<never> } | undefined {
  const inDoubt = passwordsInDoubt(enrolment).find(({ tested }) => tested.id === credentialId);
  if (inDoubt === undefined) return undefined;
  const { subject, write } = inDoubt;
  const { credential, before } = write.what;
  const judged = { by, credentialId: credential.id };
  if (works) {
    const found = rowOf(enrolment, inDoubt);
    return { subject, event: { kind: 'confirmed', found, ...judged } };
  }
  const isOpen = subject !== 'account' && by === 'proof' && before !== undefined;
  return isOpen ? undefined : { subject, event: { kind: 'refuted', ...judged } };
}

/** Returns the account's known row; after a reset, with the expiry of the new password. */
function rowOf({ sealed }: Enrolment, { subject, write, tested }: PasswordInDoubt): PortalRow {
  const known = sealed.find(({ credential }) => credential.id === tested.id)?.found;
  const row = known ?? { name: tested.login, state: '' };
  return subject === 'account'
    ? row
    : { ...row, expiresOn: expiryAfter(new Date(write.intendedAt)) };
}
