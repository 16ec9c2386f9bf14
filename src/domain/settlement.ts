import type { Witness } from './ledger-event.ts';
import type { SentOperation } from './operation.ts';

/**
 * What the portal's list says of a write whose click may have happened:
 * - `shown`: it shows what was meant;
 * - `not-shown`: it would show it and does not;
 * - `cannot-tell`: it writes days, and would look the same either way;
 * - `contradicts`: it shows something else, or a change at another time: another hand was at work;
 * - `missing`: it does not show the account at all whose password was to be reset.
 */
export type ListSays = 'shown' | 'not-shown' | 'cannot-tell' | 'contradicts' | 'missing';

/** Which of two passwords opens an account, by the API: see `Prove` in `flows/tools.ts`. */
export type Proof = 'new' | 'old' | 'not-new';

/** What is known of a write whose result is to be found out. */
export interface Evidence {
  readonly kind: 'connection' | 'account' | 'password';
  readonly state: SentOperation<unknown>['state'];
  readonly says: ListSays;
  /** The click was an earlier run's: since then a person may have done the same by hand. */
  readonly isEarlier: boolean;
}

export type Verdict =
  | { readonly kind: 'confirmed'; readonly by: Witness }
  | { readonly kind: 'settled-absent' }
  | { readonly kind: 'refuted'; readonly by: Witness }
  | { readonly kind: 'doubted'; readonly reason: string };

/** True if only a proof tells whose change the list shows, or whether there was one. */
export function needsProof({ kind, says, isEarlier }: Evidence): boolean {
  return kind === 'password' && !(says === 'shown' && !isEarlier);
}

/** Decides what became of a write. Pure. */
export function judge(evidence: Evidence, proof: Proof | undefined): Verdict {
  const { kind, state, says } = evidence;
  if (proof === 'new') return { kind: 'confirmed', by: 'proof' };
  if (proof === 'old') return { kind: 'refuted', by: 'proof' };
  if (kind !== 'password') return says === 'shown' ? BY_LIST : withoutSign(evidence);
  if (!needsProof(evidence)) return BY_LIST;
  // Where the new password was refused, a change in the list was another hand's.
  const mayBeNew = proof !== 'not-new' && state !== 'refused' && state !== 'doubtful';
  if (says === 'shown' && mayBeNew) return BY_LIST;
  if (says === 'cannot-tell' && state === 'accepted' && mayBeNew) {
    return { kind: 'confirmed', by: 'answer' };
  }
  return withoutSign(evidence);
}

const BY_LIST: Verdict = { kind: 'confirmed', by: 'list' };

/**
 * The portal's yes, and a doubt that the list did not lift before, need another witness; its no
 * tells what the list cannot show.
 */
function withoutSign({ kind, state, says }: Evidence): Verdict {
  const isOpen = state === 'intended' || state === 'refused';
  const showsNone = says === 'not-shown' || (says === 'cannot-tell' && state === 'refused');
  if (showsNone && isOpen) return { kind: 'settled-absent' };
  const reason =
    kind === 'password' ? `${state}; ${TOLD[says]}` : `${state}, but not in the portal's list`;
  return { kind: 'doubted', reason };
}

const TOLD: Readonly<Record<ListSays, string>> = {
  shown: 'the portal’s list shows a change that may be another hand’s',
  'not-shown': 'the portal’s list shows no new expiry',
  'cannot-tell': 'the portal’s list could not show the change: it would look the same',
  contradicts: 'the portal’s list shows a change that is not this one',
  missing: 'the portal’s list does not show the account',
};
