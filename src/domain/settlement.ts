import type { ConfirmationSource } from './ledger-event.ts';
import type { UnconfirmedOperation } from './operation.ts';

/**
 * The evidence of the portal's list about a write whose click may have happened:
 * - `shown`: it shows the intended result and nothing else that is new;
 * - `too-many`: it shows the intended result and other new rows: someone else was at work;
 * - `contradicts`: it shows what may well be someone else's result;
 * - `cannot-tell`: it only shows days, and would look the same either way;
 * - `not-shown`: it would show the result and does not;
 * - `missing`: it does not show the account whose password was to be reset.
 */
export type ListEvidence =
  'shown' | 'too-many' | 'contradicts' | 'cannot-tell' | 'not-shown' | 'missing';

/** The one of two passwords that opens an account: see `VerifyPasswords` in `flows/tools.ts`. */
export type PasswordVerdict = 'new' | 'old' | 'not-new';

/** The evidence about a write with an unknown result. */
export interface Evidence {
  readonly kind: 'connection' | 'account' | 'password';
  readonly state: UnconfirmedOperation<unknown>['state'];
  readonly says: ListEvidence;
  /** The number of connections or accounts added to the list since the click. */
  readonly added?: number | undefined;
  /** Whether an earlier run clicked: since then a person may have done the same by hand. */
  readonly isEarlier: boolean;
  /** Whether the list showed the account as ours before: only an absence raised the doubt. */
  readonly wasOurs?: boolean | undefined;
  /** Whether the portal took the form, with or without saying so: our request arrived. */
  readonly isTaken: boolean;
}

export type SettlementDecision =
  | { readonly kind: 'confirmed'; readonly by: ConfirmationSource }
  | { readonly kind: 'settled-absent' }
  | { readonly kind: 'refuted'; readonly by: ConfirmationSource }
  | { readonly kind: 'unproven'; readonly reason: string }
  | { readonly kind: 'doubted'; readonly reason: string };

/** Checks whether a proof could tell who made the listed account or change. */
export function needsPasswordVerdict(evidence: Evidence): boolean {
  const { kind, state, says, isEarlier } = evidence;
  const isTaken = evidence.isTaken || evidence.wasOurs === true;
  switch (kind) {
    case 'connection':
      return false;
    case 'account':
      if (state === 'refused') return false;
      return says === 'too-many' || says === 'contradicts' || (says === 'shown' && !isTaken);
    case 'password':
      return !(says === 'shown' && isTaken && !isEarlier);
  }
}

/**
 * Decides the outcome of a write. Pure. A password counts as good only if our request is known to
 * have arrived and the list shows its result, or if it was tried. A refused write is never ours.
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

/** Judges a connection. It has no secret, so it does not matter who declared one of that name. */
function judgeConnection(evidence: Evidence): SettlementDecision {
  const { state, says, isEarlier } = evidence;
  if (state === 'refused') return ABSENT;
  if (says === 'shown' || (says === 'too-many' && isEarlier)) return BY_LIST;
  return unresolved(evidence);
}

function judgeAccount(evidence: Evidence): SettlementDecision {
  const { state, says, isEarlier } = evidence;
  const isTaken = evidence.isTaken || evidence.wasOurs === true;
  if (state === 'refused') return ABSENT;
  if (says === 'shown') return isTaken ? BY_LIST : unproven(evidence);
  if (says === 'too-many') {
    return isTaken && !isEarlier ? unresolved(evidence) : unproven(evidence);
  }
  // Whatever else the new account with our login shows, only a proof rules out that it is ours.
  return says === 'contradicts' && !isTaken ? unproven(evidence) : unresolved(evidence);
}

function judgePassword(evidence: Evidence, proof: PasswordVerdict | undefined): SettlementDecision {
  const { state, says, isTaken } = evidence;
  // If the new password was refused, someone else made the change on the list.
  const mayBeNew = proof !== 'not-new' && isTaken;
  if (says === 'shown' && mayBeNew) return BY_LIST;
  if (says === 'cannot-tell' && state === 'accepted' && mayBeNew) {
    return { kind: 'confirmed', by: 'answer' };
  }
  return says === 'shown' ? unproven(evidence) : unresolved(evidence);
}

/**
 * Decides on a write without clear evidence. A form that was taken, or a doubt that the list did not
 * lift before, needs other evidence; a refusal replaces what the list cannot show.
 */
function unresolved(evidence: Evidence): SettlementDecision {
  const { state, says, isTaken } = evidence;
  const isOpen = state === 'refused' || (state === 'intended' && !isTaken);
  const showsNone = says === 'not-shown' || (says === 'cannot-tell' && state === 'refused');
  if (showsNone && isOpen) return ABSENT;
  return { kind: 'doubted', reason: `${state}, ${toldOf(evidence)}` };
}

function unproven(evidence: Evidence): SettlementDecision {
  return { kind: 'unproven', reason: `${evidence.state}, ${toldOf(evidence)}` };
}

function toldOf({ kind, says, added = 0 }: Evidence): string {
  if (says === 'too-many') {
    return `and the portal's list shows ${added} more than before; raccord made at most one`;
  }
  return (kind === 'password' ? OF_A_PASSWORD : OF_A_RESOURCE)[says];
}

const OF_A_RESOURCE: Readonly<Record<Exclude<ListEvidence, 'too-many'>, string>> = {
  shown: "and the portal's list shows an account that somebody else may have created",
  contradicts: "and the portal's list shows a different account with that login",
  'cannot-tell': "and the portal's list cannot tell",
  'not-shown': "but not in the portal's list",
  missing: "but not in the portal's list",
};

const OF_A_PASSWORD: Readonly<Record<Exclude<ListEvidence, 'too-many'>, string>> = {
  shown: "and the portal's list shows a change that may be somebody else's",
  contradicts: "and the portal's list shows a different change",
  'cannot-tell': "and the portal's list could not show the change: it would look the same",
  'not-shown': "and the portal's list shows no new expiry",
  missing: "and the portal's list does not show the account",
};
