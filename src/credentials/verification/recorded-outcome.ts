import type { AccountFinding } from '../../piste/findings.ts';

/** What the ledger keeps of a proof: of a refusal, that the API named the account. */
export function recordedOutcome({ kind }: AccountFinding): string {
  return kind === 'account-refused' ? 'account-refused-by-name' : kind;
}
