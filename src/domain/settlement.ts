import type { ConfirmationSource } from './ledger-event.ts';
import type { UnconfirmedOperation } from './operation.ts';

/**
 * What the portal's list says of a write whose click may have happened:
 * - `shown`: it shows what was meant, and nothing else that is new;
 * - `too-many`: it shows what was meant, and more than one that is new: another hand was at work;
 * - `contradicts`: what it shows is another hand's;
 * - `cannot-tell`: it writes days, and would look the same either way;
 * - `not-shown`: it would show it and does not;
 * - `missing`: it does not show the account at all whose password was to be reset.
 */
export type ListEvidence =
  'shown' | 'too-many' | 'contradicts' | 'cannot-tell' | 'not-shown' | 'missing';

/** Which of two passwords opens an account, by the API: see `VerifyPasswords` in `flows/tools.ts`. */
export type PasswordVerdict = 'new' | 'old' | 'not-new';

/** What is known of a write whose result is to be found out. */
export interface Evidence {
  readonly kind: 'connection' | 'account' | 'password';
  readonly state: UnconfirmedOperation<unknown>['state'];
  readonly says: ListEvidence;
  /** How many connections or accounts the list shows more than before the click. */
  readonly added?: number | undefined;
  /** The click was an earlier run's: since then a person may have done the same by hand. */
  readonly isEarlier: boolean;
  /** The portal took the form, whether or not it said so: our request arrived. */
  readonly isTaken: boolean;
}

export type SettlementDecision =
  | { readonly kind: 'confirmed'; readonly by: ConfirmationSource }
  | { readonly kind: 'settled-absent' }
  | { readonly kind: 'refuted'; readonly by: ConfirmationSource }
  | { readonly kind: 'unproven'; readonly reason: string }
  | { readonly kind: 'doubted'; readonly reason: string };

/** True if a proof could tell whose the account or the change is that the list shows. */
export function needsPasswordVerdict(evidence: Evidence): boolean {
  const { kind, state, says, isEarlier, isTaken } = evidence;
  switch (kind) {
    case 'connection':
      return false;
    case 'account':
      return state !== 'refused' && (says === 'too-many' || (says === 'shown' && !isTaken));
    case 'password':
      return !(says === 'shown' && isTaken && !isEarlier);
  }
}

/**
 * Decides what became of a write. Pure. A password counts as good only if our request is known to
 * have arrived and the list shows its result, or if it was tried. What was refused is never ours.
 */
export function decideSettlement(
  evidence: Evidence,
  proof: PasswordVerdict | undefined,
): SettlementDecision {
  if (proof === 'new') return { kind: 'confirmed', by: 'proof' };
  if (proof === 'old') return { kind: 'refuted', by: 'proof' };
  switch (evidence.kind) {
    case 'connection':
      return judgeConnection(evidence);
    case 'account':
      return proof === 'not-new' ? { kind: 'refuted', by: 'proof' } : judgeAccount(evidence);
    case 'password':
      return judgePassword(evidence, proof);
  }
}

const BY_LIST: SettlementDecision = { kind: 'confirmed', by: 'list' };
const ABSENT: SettlementDecision = { kind: 'settled-absent' };

/** A connection has no secret: whoever declared one of that name, it is there. */
function judgeConnection(evidence: Evidence): SettlementDecision {
  const { state, says, isEarlier } = evidence;
  if (state === 'refused') return ABSENT;
  if (says === 'shown' || (says === 'too-many' && isEarlier)) return BY_LIST;
  return unresolved(evidence);
}

function judgeAccount(evidence: Evidence): SettlementDecision {
  const { state, says, isEarlier, isTaken } = evidence;
  if (state === 'refused') return ABSENT;
  if (says === 'shown') return isTaken ? BY_LIST : unproven(evidence);
  if (says === 'too-many') {
    return isTaken && !isEarlier ? unresolved(evidence) : unproven(evidence);
  }
  if (says !== 'contradicts' || isTaken) return unresolved(evidence);
  // The login went to another hand's account, so ours was not made.
  if (state === 'intended') return ABSENT;
  return state === 'unproven' ? { kind: 'refuted', by: 'list' } : unresolved(evidence);
}

function judgePassword(evidence: Evidence, proof: PasswordVerdict | undefined): SettlementDecision {
  const { state, says, isTaken } = evidence;
  // Where the new password was refused, a change in the list was another hand's.
  const mayBeNew = proof !== 'not-new' && isTaken;
  if (says === 'shown' && mayBeNew) return BY_LIST;
  if (says === 'cannot-tell' && state === 'accepted' && mayBeNew) {
    return { kind: 'confirmed', by: 'answer' };
  }
  return says === 'shown' ? unproven(evidence) : unresolved(evidence);
}

/**
 * The portal's yes, and a doubt that the list did not lift before, need another witness; its no tells
 * what the list cannot show.
 */
function unresolved(evidence: Evidence): SettlementDecision {
  const { state, says } = evidence;
  const isOpen = state === 'intended' || state === 'refused';
  const showsNone = says === 'not-shown' || (says === 'cannot-tell' && state === 'refused');
  if (showsNone && isOpen) return ABSENT;
  return { kind: 'doubted', reason: `${state}, ${toldOf(evidence)}` };
}

function unproven(evidence: Evidence): SettlementDecision {
  return { kind: 'unproven', reason: `${evidence.state}, ${toldOf(evidence)}` };
}

function toldOf({ kind, says, added = 0 }: Evidence): string {
  if (says === 'too-many') {
    return `and the portal's list shows ${added} more than before, of which raccord made one at most`;
  }
  return (kind === 'password' ? OF_A_PASSWORD : OF_A_RESOURCE)[says];
}

const OF_A_RESOURCE: Readonly<Record<Exclude<ListEvidence, 'too-many'>, string>> = {
  shown: "and the portal's list shows an account that another hand may have made",
  contradicts: "and the portal's list shows an account of that login that is not this one",
  'cannot-tell': "and the portal's list cannot tell",
  'not-shown': "but not in the portal's list",
  missing: "but not in the portal's list",
};

const OF_A_PASSWORD: Readonly<Record<Exclude<ListEvidence, 'too-many'>, string>> = {
  shown: "and the portal's list shows a change that may be another hand's",
  contradicts: "and the portal's list shows a change that is not this one",
  'cannot-tell': "and the portal's list could not show the change: it would look the same",
  'not-shown': "and the portal's list shows no new expiry",
  missing: "and the portal's list does not show the account",
};
