import type { AccountOutcome, ConnectionOutcome } from '../domain/outcome.ts';
import type { Texts } from './en/texts.en.ts';

/** What became of a half; what was not begun, or left half-way, for an interruption did not fail. */
export function outcomeWord(
  { outcome, error }: Pick<ConnectionOutcome, 'outcome' | 'error'>,
  { outcomes, interrupted }: Texts,
): string {
  return error?.code === 'INTERRUPTED' ? interrupted : outcomes[outcome];
}

/** What became of an account, with what lacks of its password, as people read it. */
export function accountWord(
  resource: Pick<AccountOutcome, 'outcome' | 'credential' | 'error'>,
  texts: Texts,
): string {
  const word = outcomeWord(resource, texts);
  const { credential } = resource;
  return credential === undefined ? word : `${word}, ${texts.passwords[credential]}`;
}
