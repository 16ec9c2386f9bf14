import type { AccountFinding } from '../../piste/findings.ts';

/** Returns the outcome that the ledger records; a refusal is recorded as naming the account. */
export function recordedOutcome({ kind }: AccountFinding): string {
  return kind === 'account-refused' ? 'account-refused-by-name' : kind;
}
